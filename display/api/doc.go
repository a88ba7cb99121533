// Package api is the house for other programs: JSON over HTTP below /api/v1,
// described by /api/v1/openapi.json, and the addresses that operators watch:
// /healthz, /readyz and /metrics.
//
// An action is a file: it reads its body strictly, makes one command, and
// renders the answer from the command's queue.Result alone. That is what makes
// Idempotency-Key work across a restart: the queue keeps the Result in the
// events' own transaction, and the same Result gives the same answer. No rule
// stands here; refusals are queue's, and display's one table gives their status.
//
// Guarantees:
//
//   - A ticket that was answered with 201 is durable.
//   - A key belongs to who used it, where: the member of staff, the kiosk or
//     the visitor's ticket, and the route. Two visitors who both count their
//     keys from 1 never meet.
//   - A visitor's calls need nothing but the ref. It is looked up in a map or by
//     a unique index, is never logged, and stands in no answer but the one that
//     issues it.
//   - A body with a field we don't know, twice the same one, or the wrong type
//     is refused by name. A misspelt "priorty" must not issue an ordinary ticket.
//   - Every route stands in the OpenAPI document and the other way round, and
//     every answer the tests get is held against its schema.
//
// Any Content-Type is taken as JSON: there is nothing else to take, and a curl
// command typed at a terminal should work. A form of another site can't use
// that, because a write with a cookie or by nobody has to come from our own
// pages (Sec-Fetch-Site, Origin).
//
// Rejected: binding bodies with gin's validator, whose messages name Go fields
// and let unknown ones pass; and making the document from the code by
// reflection, which describes what is and not what was promised.
package api
