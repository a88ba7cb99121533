// Package sim tries the rules of the lobby on days that never were.
//
// It drives a real queue.Lobby, with the very commands that kiosks and windows give,
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
// Rejected: a simulation of servers and queues of its own, which would be faster and
// would prove something about itself.
package sim
