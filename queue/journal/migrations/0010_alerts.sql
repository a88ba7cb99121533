-- What was beyond its threshold, and surges: one row for each that was ever raised. It can be made anew from
-- the events.
CREATE TABLE alerts (
	seq     INTEGER PRIMARY KEY, -- of the event that raised it
	alert   INTEGER UNIQUE,      -- its id; a surge has none
	at      INTEGER NOT NULL,
	day     TEXT NOT NULL,
	kind    TEXT NOT NULL,
	service TEXT NOT NULL,
	device  TEXT NOT NULL,
	seen    INTEGER,             -- when it was first acknowledged
	ended   INTEGER
) STRICT;

CREATE INDEX alerts_day ON alerts (day);

-- The events are gone through once.
CREATE TABLE told AS SELECT seq, at, day, type, data FROM events
	WHERE type IN ('alert_raised', 'alert_seen', 'alert_over', 'surge_found', 'surge_seen');

INSERT INTO alerts (seq, alert, at, day, kind, service, device)
	SELECT seq, json_extract(data, '$.alert.id'), at, day, json_extract(data, '$.alert.kind'),
		coalesce(json_extract(data, '$.alert.service'), ''), coalesce(json_extract(data, '$.alert.device'), '')
	FROM told WHERE type = 'alert_raised'
	UNION ALL SELECT seq, NULL, at, day, 'surge', '', '' FROM told WHERE type = 'surge_found';

UPDATE alerts SET seen = t.at FROM (SELECT json_extract(data, '$.alert') AS alert, min(at) AS at FROM told WHERE type = 'alert_seen' GROUP BY 1) AS t
	WHERE alerts.alert = t.alert;

UPDATE alerts SET ended = t.at FROM (SELECT json_extract(data, '$.alert') AS alert, min(at) AS at FROM told WHERE type = 'alert_over' GROUP BY 1) AS t
	WHERE alerts.alert = t.alert;

UPDATE alerts SET seen = t.at FROM (SELECT json_extract(data, '$.surge') AS surge, min(at) AS at FROM told WHERE type = 'surge_seen' GROUP BY 1) AS t
	WHERE alerts.seq = t.surge AND alerts.alert IS NULL;

DROP TABLE told;
