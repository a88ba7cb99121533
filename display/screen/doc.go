// Package screen is the call-number screens: who goes where, now.
//
// A screen of the config shows the calls of its windows, newest first, and how
// many wait for the services of these windows. Any number of browsers may show
// the same one. The whole package holds one Watch on the queue; from its events
// it keeps the latest calls, as of the last event followed, and sends each call
// to the groups of sockets it concerns: one group for a screen in a language,
// one framed message for all of a group.
//
// # Messages
//
// From the server, each with "type" and, except beats, "seq":
//
//	snapshot  {"at","calls":[call…],"waiting":[row…],"missed":["A003"…]}  first, and after the rules have changed
//	call      {"at","number","window":{"id","label","floor","way"},"again","state"}
//	settled   {"number"}     whoever was called has come, or was passed
//	gone      {"number"}     the call no longer holds: take it off
//	waiting   {"waiting":[{"service","name","waiting","open"}…]}
//	missed    {"missed":["A003"…]}   whose call can still be put right, the latest first
//	announce  {"call","number","audio":"/voice/…"|null,"length_ms","lines":[{"lang","text"}…],"cut"?}
//	          the call of that seq is being said in the zone from now on; with "cut" what was being said ends
//	hush      {"call"}       its announcement ends at once: the call doesn't hold
//	voice     {"speak":true|false}     whether this browser is the one that speaks
//
// From the page: {"type":"alive","seq":N,"sound":"on|no_voice|locked|off"}, on
// a change and every ten seconds; it goes to the board of devices' health.
//
// # Guarantees
//
// A snapshot and what follows it neither overlap nor leave a gap; seq never
// goes back. Calls go out before counts do; counts at most twice a second.
// Screens carry numbers and places only, under the services' public names.
//
// What is said, and when, display/voice decides, for each zone: the screens that
// are heard together. All of them are told, so that a call stays large until its
// announcement has ended; of their browsers one speaks: two televisions that say
// the same a moment apart can't be understood. The one that has spoken longest
// keeps the word until it goes or loses its sound. A snapshot has "saying"
// {"call","number","until"} while a call is being said, and it isn't said again.
//
// A screen speaks ?lang=, else the centre's language. Elsewhere the browser's
// own comes before that; but a hall's screen has no reader of its own.
//
// Rejected: a snapshot read from the queue when a socket joins. It is ahead of
// what the group has been sent, so the socket would hear calls twice and seq
// would go back.
package screen
