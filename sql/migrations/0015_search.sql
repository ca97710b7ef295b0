-- The index says whose a row is: who sees some sections only looks among theirs.

-- Which kinds there are rows of.
CREATE INDEX search_doc_kind ON search_doc (kind);

-- Made again: a search takes alternatives, too.
@gram_index search_gram;

-- reason: the index is made anew where it has no state
DELETE FROM search_state;
