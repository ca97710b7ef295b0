-- What the text form says of a catalogue, of its versions and of their items beyond a printed sheet.

ALTER TABLE catalog ADD COLUMN name_en @text;
ALTER TABLE catalog ADD COLUMN subject_en @text;
ALTER TABLE catalog ADD COLUMN language @text;

-- edition: the version that the text itself says it is.
ALTER TABLE catalog_version ADD COLUMN edition @text;
ALTER TABLE catalog_version ADD COLUMN title @text;
ALTER TABLE catalog_version ADD COLUMN notice @text;
ALTER TABLE catalog_version ADD COLUMN judging @text;

-- internal: 'yes' suits an internal audit, 'no' an external one. supplied: KEY：REASON, one a line.
ALTER TABLE item ADD COLUMN heading1_en @text;
ALTER TABLE item ADD COLUMN heading2_en @text;
ALTER TABLE item ADD COLUMN heading3_en @text;
ALTER TABLE item ADD COLUMN title_en @text;
ALTER TABLE item ADD COLUMN internal @text;
ALTER TABLE item ADD COLUMN respondent @text;
ALTER TABLE item ADD COLUMN supplied @text;
