-- The visits of a section are looked up on every page of an audit.
CREATE INDEX visit_target ON visit (target_id);
