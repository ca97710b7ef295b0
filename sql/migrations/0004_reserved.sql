-- Number 4 belongs to a step that is being written elsewhere; this file goes when that one comes.
SELECT 4;
