-- What the outcome of a leg counts to, by the rules of its time.
ALTER TABLE legs ADD COLUMN counts TEXT NOT NULL DEFAULT '';

UPDATE legs SET counts = told.counts FROM (
	SELECT finished.ticket, outcomes.id, outcomes.counts FROM (
		SELECT json_extract(data, '$.ticket') AS ticket, max(seq) AS seq FROM events WHERE type = 'finished' GROUP BY 1
	) AS finished JOIN (
		SELECT e.seq, json_extract(o.value, '$.id') AS id, coalesce(json_extract(o.value, '$.counts'), 'nothing') AS counts
		FROM events e, json_each(e.data, '$.rules.outcomes') o WHERE e.type = 'rules_set'
	) AS outcomes ON outcomes.seq = (SELECT max(seq) FROM events WHERE type = 'rules_set' AND seq < finished.seq)
) AS told WHERE told.ticket = legs.ticket AND told.id = legs.ending;

-- Matters outlive visits. All three can be made anew from the events; the outside case
-- numbers themselves are personal rows.
CREATE TABLE matters (
	id       INTEGER PRIMARY KEY,
	at       INTEGER NOT NULL,
	day      TEXT NOT NULL,
	service  TEXT NOT NULL,
	category TEXT NOT NULL DEFAULT '',
	tags     TEXT
) STRICT;

-- Which tickets are about which matter: one at most.
CREATE TABLE links (
	ticket INTEGER PRIMARY KEY,
	matter INTEGER NOT NULL REFERENCES matters (id)
) STRICT;

CREATE INDEX links_matter ON links (matter);

-- Which personal rows belong to which matter.
CREATE TABLE matter_rows (
	id     INTEGER PRIMARY KEY,
	matter INTEGER NOT NULL REFERENCES matters (id),
	kind   TEXT NOT NULL
) STRICT;

CREATE INDEX matter_rows_matter ON matter_rows (matter);

-- An outside case number finds one matter.
CREATE UNIQUE INDEX personal_case ON personal (value) WHERE kind = 'case';

-- An old ticket is found by the code on its paper.
CREATE INDEX tickets_code ON tickets (code);
