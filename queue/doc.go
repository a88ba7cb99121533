// Package queue is the lobby's rules and its only writer.
//
// Lobby is the state of the hall as one value: tickets that live, windows, print
// jobs, the rules in force. Deciding a command reads it and gives events or a
// refusal; applying an event changes it and cannot fail. Both are pure: the
// time is an argument, randomness comes with the command, and nothing is read
// from outside. The same events give the same Lobby, bit for bit.
//
// Queue owns a Lobby. Every change is a command to it and takes one way:
//
//	decide → commit (the Store, durable) → apply → answer and publish
//
// Commands of many callers share one commit. The writer decides and applies
// command by command on a Lobby of its own, commits the batch, applies the same
// events to the published Lobby, answers and publishes in sequence order.
// Readers see the published Lobby only, so nobody ever sees what a power cut
// could take back.
//
// Rejected: one Lobby that is rolled back when a commit fails. Rolling back
// needs an inverse for each event and a lock over the commit; two Lobbies need
// a copy only in the rare case that the disk fails.
//
// Rejected: calling a bus of subscribers from the writer. A slow face would
// stop the hall. A Watch is a list that the writer appends to and the face
// drains; one that falls behind too far is cut off and starts from a snapshot.
//
// Paper: a job is queued, printing, or over. What keeps it queued is told as a
// code, and another printer of the kiosk may take it over as long as no byte of it
// went out. A job in doubt is remembered with its ticket, because a printer's word
// that it is on paper after all may come minutes later; a reprint that has not
// begun is let go then. Whether a printer is well is not in the books: the print
// room knows it, and asks for the move.
//
// Nobody is overtaken beyond the ceiling: when a window calls whoever comes next, no
// ticket that it may take as its own, has waited longer than the ceiling and longer than
// the one called is passed by, whatever class, appointment or front the other has. What
// staff call by its number, and whom a window only helps with, are their choice.
//
// A visit is one ticket in one state, so two legs never call the same visitor. What is
// still to come is the ticket's plan; ending a leg begins the next one with the waiting it
// has. Undoing an act at a window gives the ticket back as it was, to the letter, because
// the ticket keeps how it stood before: the rejected way, an inverse for each event, would
// have to be right for every rule anew. It is refused once anything else has happened to
// the ticket, or the window has another in hand. Only a call whose time is over is given it
// anew: the clock would pass it again.
//
// A matter outlives visits. What is past stands in the books, so a command about it carries
// what was read there (Earlier), and the books keep an old ticket, and an outside case number,
// to one matter: of two windows that read at once the second is refused, alone, and looks
// again. An old ticket only proposes: until staff confirm, a ticket has Earlier and no Matter.
// Accepted and concluded count once for a matter. A leg says what it counts to by the rules of
// its time, and queue/report takes the first of a matter's; rejected was to decide it here,
// since linking a visit afterwards would have to take a figure back.
//
// A formal act (受理) wants a second yes. The console asks for it; where the rules say required,
// nothing without it is taken. Not always required: programs that give the plain outcome were
// promised that it works.
//
// Matters are similar by category and by tag of the rules, never by words: a name kept as a
// hash is a name still, and words typed twice differ. A surge is told once, and again only
// when it has grown.
//
// An evaluation is about a visit that the Lobby may have let go of, so it carries what was read in the books
// (Visited), and the books keep a visit to one. It says where and by whom the visit ended, and until when
// somebody calls back, by the rules of its time. Taking the end of a visit back leaves it: a clerk must not learn
// from a refusal that somebody evaluated, and nobody is asked twice.
//
// A follow-up is a visitor who was not content and whom somebody calls back. The Lobby holds those that are open,
// since the clock tells when one is late and the hall shows it; rejected was to leave it to the books' rows, which no clock
// reads. It names its visit by the ticket's id and is no event of the ticket: nothing that follows a ticket may tell whoever
// served it what was thought. Whoever served never gets it, and whose it isn't learns nothing of it, not even that it is there.
// A result must come of what was noted: nobody says "explained" who has spoken with nobody.
//
// Notices: what was prepared stands in the event as it was then, so that a changed config doesn't change what
// hangs on the screens; what was written freely is a personal row, which ends with the notice.
//
// Care: what a visitor needs is a personal row; the books hold its id and the two things that
// the order needs of it, low and fetch. Whoever wants to be fetched gives the desk a task with
// each call, and while it is open the call is not missed. Whoever stepped outside is held and
// waits on from the same moment; whoever let others go first waits from a later one, and what
// was given up is kept, so that the waiting that is told stays that of the person. Rejected:
// a place in the queue as a number of its own. It would have to be kept right with every
// call, and would mean something else for each class.
//
// Three arrows more than the plan's table. Waiting → held: who steps outside, who waits for
// a session and who came before the appointment's time stand aside by the same rule as who
// was put aside. And called → lapsed: the plan's close of the day says that a ticket
// being called lapses, its table has no such arrow; the close is right, or a forgotten call
// would block its window for ever. And held → done: the sides of a session that follow
// its lead are held, and end with it.
//
// Who is there: an absence is said, by an event; the roster is followed by the clock, by an event for
// each beginning and end of duty, so that the order never asks how late it is. Who is
// off duty by the roster and stands at a window all the same is there. Whose name brings visitors to a service and who
// is gone for the day gets no more numbers while nobody is there in their place: the number would wait for nobody. The desk
// gives one with a reason; whoever doesn't mind goes to the service for that. A day off by the roster closes a service only where the
// rules say so: that is known beforehand, and a centre that left it out means it. A quota counts the
// numbers of a half-day; whoever leaves before a call gives the place back, since nothing was spent on
// it, and takes it again with taking leaving back, beyond the quota if need be.
//
// What is learnt of the times of visits is part of the state, in whole numbers: how long they took, how
// long each call took a window as counts by length, how long a turn is, how many came with priority lately.
// How long people will wait is worked out beside the rules, in queue/sim, from an Outlook; a rule that
// wants it gets it with the command, and what was told stands in the event.
//
// Rejected: a quota that never gives back. A morning of twenty numbers would turn people away whom
// the window has time for.
package queue
