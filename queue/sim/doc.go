// Package sim tries the rules of the lobby on days that never were, and tells how long people will wait.
//
// # Days
//
// A Hall drives a real queue.Lobby, with the very commands that kiosks and windows give,
// through visits that chance makes: so what is measured is the order as it is
// programmed, not a model of it. Everything comes from a seed. The same hall gives
// the same days, bit for bit, and two policies are held against each other over the
// same visitors: who comes when and needs how long doesn't depend on the order.
//
// What one may rely on, held by tests:
//
//   - With one window the mean waits are Kleinrock's, and Cobham's for strict classes, within 3 %.
//   - Whatever the order, the windows are as busy and the mean wait over all visitors
//     is the same: an order only says who waits.
//
// This is what the usual rates do, by onedoor simulate policy, in a hall with four
// windows at 90 % load and one visitor in five with priority; waits in units of the
// mean service, and against a hall that calls by arrival alone:
//
//	class     visits  mean         95 %         99.9 %
//	ordinary  800366  2.15  +13 %  7.51  +15 %  16.87   +15 %
//	priority  199634  0.86  -54 %  2.74  -58 %  5.82    -60 %
//
// Strict classes, by --order strict, would make the ordinary pay more: 95 % of them +23 %,
// of priority -87 %.
//
// # Estimates
//
// An Estimator looks at the hall at most once a second and has it go on some dozens of times: who
// waits is called by the order itself, from a queue.Outlook, to the windows that are open or pause until a
// moment, for as long as such visits were learnt to take; of a visit in hand, what somebody at the window said of it
// ("20 minutes more") counts, a fifth more or less. The sessions of the day, appointments,
// who was put aside, the next steps of plans, and as many with priority as came in the last hours
// come in between. What is told is from the time by which a fifth of the tries have called somebody to
// that by which nine in ten have, rounded outward to steps that people say.
//
// What one may rely on, held by tests:
//
//   - Where all visits take as long, the forecast is what one counts by hand, with every rule of the order.
//   - In synthetic halls 70 % or more of those told are called within their range; in long queues not
//     above 90 %, so that the range says something.
//   - Nothing is told before twenty visits of a service have ended, of a service that never tells minutes, of
//     windows that nobody is at, of waits that would reach beyond the hours.
//   - The same hall gives the same ranges; each ticket has its own luck in each try, always the
//     same, so that two looks differ by what has happened.
//   - It takes 5 % of a core at most: after a look it rests twenty times as long. Ten thousand who wait are
//     looked at every ten seconds, forty every second.
//
// By onedoor simulate estimate, with four windows at 90 % load:
//
//	class     told  within  sooner  later  mean wait  mean width
//	ordinary  3967  87.6 %  8.1 %   4.2 %  21.9 min   23.6 min
//	priority  1033  92.3 %  4.1 %   3.7 %  7.9 min    9.9 min
//
// What was learnt from few visits may be wrong, and each try takes it to be, by as much as so few tell.
// What isn't known is left out: who will leave, windows that will open, what a clerk does besides.
//
// Rejected: the mean of late waits, or people ahead times mean service over windows. Both are wrong just when
// it matters, when windows open or close, and neither knows priority, helping, or rooms.
//
// Rejected: a simulation of servers and queues of its own, which would be faster and
// would prove something about itself.
package sim
