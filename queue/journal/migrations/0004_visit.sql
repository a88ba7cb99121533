-- What a ticket carries along besides its place in the order, as JSON; NULL: nothing.
ALTER TABLE tickets ADD COLUMN visit TEXT;
