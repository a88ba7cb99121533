// Package admin is what supervisors, administrators and the head of the centre
// look at: /hall, /admin, /reports, and the start page /.
//
// The hall is one look. Its first line is what needs somebody now, worst first:
// damaged books, a disk that takes nothing, a clock in doubt, a kiosk where
// somebody asks for help, printers, screens, people waiting where no window is
// open. Below stand the windows, the queues, the printers with what to do about
// each and what became of today's slips, and the devices as they are. It is
// drawn on the server; /ws/hall is a bell, rung at most once a second when
// something to be seen has changed, upon which the page fetches itself.
//
// The administration shows what the config says and where it stands. It changes
// nothing: the file is the truth.
//
// The reports count tickets as the journal's projection keeps them. Every figure
// has its definition beside it, every rate its numerator and denominator, and
// what a table breaks down adds up to the figure above it.
//
// Guarantees:
//
//   - Nothing here acts on the queue; the buttons ("the clock is right", "print
//     again") go to the API like everybody's.
//   - What became of today's slips is counted from the books, so a restart
//     forgets none; a slip is one ticket's latest, reprints are counted apart.
//   - No page shows a secret of the config: no PIN, no token, no printer's
//     password. No page holds a visitor's ref.
//   - Silence is not health: what was never heard of is said to be so, and is
//     neither well nor broken.
//
// Rejected: a socket that carries the hall's parts as data. The page has no
// state of its own worth keeping, a supervisor's screen is one or two a centre,
// and two drawings of the same table would drift apart.
package admin
