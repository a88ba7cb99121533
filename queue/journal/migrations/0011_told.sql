-- What the reports list one by one is found without reading all events: the searches at kiosks,
-- consultations, and when a printer could not print. Who asks names the types just so.
CREATE INDEX events_told ON events (type, day) WHERE type IN ('searched', 'consultation_over', 'print_stalled');
