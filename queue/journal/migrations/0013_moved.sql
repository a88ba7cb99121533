-- Which legs ended as the visit's plan said is found by the moment: reports tell a planned stop from a
-- transfer. Who asks names the type just so. Packed days with such legs are packed anew.
CREATE INDEX events_moved ON events (at) WHERE type = 'moved_on';

DELETE FROM cells WHERE day IN (
	SELECT t.day FROM events e JOIN tickets t ON t.id = json_extract(e.data, '$.ticket') WHERE e.type = 'moved_on'
);
