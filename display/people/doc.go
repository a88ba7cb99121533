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
// Rejected: tokens of paired devices in the file. It would be written by a device's
// request, and each kiosk that is replaced would be an edition of it.
package people
