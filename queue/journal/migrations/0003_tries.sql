-- How often a ticket in hand was called there since it came into hand.
ALTER TABLE tickets ADD COLUMN tries INTEGER NOT NULL DEFAULT 0;

UPDATE tickets SET tries = 1 + (
	SELECT count(*) FROM events WHERE type = 'recalled' AND json_extract(data, '$.ticket') = tickets.id AND seq > (
		SELECT max(seq) FROM events WHERE type = 'called' AND json_extract(data, '$.ticket') = tickets.id
	)
) WHERE state IN ('called', 'serving');
