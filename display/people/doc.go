// Package people is the part of the administration that isn't about the hall: who works
// here and may do what, how they log in, which devices are let in, and who did what.
//
// Somebody's name, roles and windows stand in the centre's file and are changed there,
// the one way (config/edition); the reload takes them over at once. A PIN that is set
// here is good for one log-in: its hash stands in the books, and in the file for somebody
// new. Roster, on call and public name have the form of the file's own (display/settings).
//
// The audit shows two things as one list, the newest first: the events that a member of
// staff caused, which are the books and are kept for good, and the entries of
// display.Auditor, which are kept as long as the file says. A sentence is made when the
// page is drawn, of ids and codes alone; a visitor's name or words stand in neither. Days
// are read by halving the books for their first event, so that no index is written with
// each ticket.
//
// A device is let in by the code that it alone shows; the page lists from which addresses devices ask and for how long,
// so that one that isn't the house's is noticed. Its token is durable and written down before anybody is told.
//
// Somebody who is locked out when no administrator can log in is let try again by "onedoor unlock" on the machine, for
// whoever may write beside the books; the audit has it. Rejected: that a restart forgives, since a guesser would wait for one.
//
// Rejected: tokens of paired devices in the file. It would be written by a device's
// request, and each kiosk that is replaced would be an edition of it.
package people
