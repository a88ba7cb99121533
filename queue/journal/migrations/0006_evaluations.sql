-- What visitors thought of their visits: one evaluation a visit. It can be made anew from the
-- events; what somebody wrote is a personal row.
CREATE TABLE evaluations (
	ticket  INTEGER PRIMARY KEY,
	seq     INTEGER NOT NULL,
	at      INTEGER NOT NULL,
	day     TEXT NOT NULL,
	service TEXT NOT NULL,
	window  TEXT NOT NULL,
	staff   TEXT NOT NULL,
	level   TEXT NOT NULL,
	reasons TEXT,
	via     TEXT NOT NULL,
	words   INTEGER NOT NULL,
	due     INTEGER
) STRICT;

CREATE INDEX evaluations_day ON evaluations (day);
