-- Visitors whom somebody calls back: one row for each that was ever opened. It can be made anew from the
-- events; what was written and how to reach the visitor are personal rows.
CREATE TABLE follow_ups (
	ticket    INTEGER PRIMARY KEY,
	seq       INTEGER NOT NULL,
	opened    INTEGER NOT NULL,
	day       TEXT NOT NULL,
	service   TEXT NOT NULL,
	window    TEXT NOT NULL,
	staff     TEXT NOT NULL,
	level     TEXT NOT NULL,
	reasons   TEXT,
	due       INTEGER NOT NULL,
	owner     TEXT NOT NULL,
	tries     INTEGER NOT NULL DEFAULT 0,
	reached   INTEGER,
	overdue   INTEGER,
	closed    INTEGER,
	result    TEXT NOT NULL DEFAULT '',
	note      INTEGER NOT NULL DEFAULT 0,
	closed_by TEXT NOT NULL DEFAULT '',
	words     INTEGER NOT NULL,
	contact   INTEGER NOT NULL,
	calls     TEXT NOT NULL DEFAULT '[]',
	ends      INTEGER NOT NULL
) STRICT;

CREATE INDEX follow_ups_closed ON follow_ups (closed) WHERE closed IS NOT NULL;
