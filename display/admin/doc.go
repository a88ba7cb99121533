// Package admin is what supervisors, administrators and the head of the centre
// look at: /hall and the start page /. The administration is display/settings.
//
// The hall is one look. First stands what needs somebody now, worst first and each with its one action:
// damaged books, a disk that takes nothing, who asks for a person (in silence before all others), a clock
// in doubt, people before closed windows or waiting beyond the bound, printers, screens. Then the floors as a plan
// with every window as it stands, and beside it the queues against their targets and the devices. It is drawn on
// the server; /ws/hall sends each part anew, as HTML by the same template, at most once a second and only when it
// tells something else. What only runs on with the time, minutes, the page counts by itself.
//
// A line keeps its key as long as it stands, and a key that was let go rests before another line has it, so that
// no key moves under a finger. A window is proposed by one line only, and a service that is closed for the day
// proposes none: those who wait for it are moved, or served to the end. Who goes where somebody asked for a person
// says so, can take it back, and says when it is settled; the line stays where it stood.
//
// What is beyond its threshold about one service is one line with one action, however many alerts it is: a busy
// hall would else have more lines than anybody reads. To acknowledge it acknowledges all of them.
//
// What a supervisor does for the day stands in sheets: a window's and a service's. They ask the API; where it
// hurts the rules want a yes (confirm_needed), and the page asks for it in their words. An open sheet follows the
// hall; what somebody has chosen in it stays chosen.
//
// Alerts: those of waits and queues are queue's rules, raised by the clock. The board of devices is in memory;
// alarms.go holds it against the thresholds and tells the queue, with some patience both ways, what has gone bad
// or well, so that an alarm is an event, counted and acknowledged like the others. Rejected: alerts of the page's
// own. Two supervisors would see different ones, and no report could count them.
//
// Guarantees:
//
//   - The pages act by the API like everybody; the package itself tells the queue of devices' alarms,
//     and of nothing else.
//   - What became of today's slips is counted from the books, so a restart
//     forgets none; a slip is one ticket's latest, reprints are counted apart.
//   - No page shows a secret of the config: no PIN, no token, no printer's
//     password. No page holds a visitor's ref.
//   - Silence is not health: what was never heard of is said to be so, and is
//     neither well nor broken.
//
// Rejected: a socket that carries the hall's parts as data. Two drawings of the same table would drift apart.
// Before, the socket was a bell and the page fetched itself whole: with forty windows that cost several times as
// much on both sides, and took focus and open lists with it.
package admin
