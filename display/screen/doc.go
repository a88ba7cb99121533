// Package screen is the call-number screens: who goes where, now.
//
// A screen of the config shows the calls of its windows (or of those of its floor
// or zone, see queue.Rules.Shows), newest first, and how
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
//	snapshot  {"at","calls":[call…],"waiting":[row…],"paused","house","missed":["A003"…],"notices","saying","rules"}
//	          first, after the rules have changed, and when it is asked for
//	call      {"at","number","window":{"id","label","floor","way","up"},"again","state","kind","party","send",
//	          "other":{"lang","go","label","floor","way"}}   other: where the ticket's language isn't the screen's
//	settled   {"number"}     whoever was called has come, or was passed
//	gone      {"number"}     the call no longer holds: take it off
//	waiting   {"waiting":[{"service","name","waiting","open"}…],"paused":[{"window","label","words"}…],
//	          "house":{"state":"open|break|closed","words"}}   a break is a closed house that opens within three hours
//	missed    {"missed":["A003"…]}   whose call can still be put right, the latest first
//	notices   {"notices":[{"id","kind":"note|emergency","text":{"zh","en"}}…]}   all that stand on this screen
//	announce  {"call","number","audio":"/voice/…"|null,"length_ms","lines":[{"lang","text","local"?}…],"cut"?,"behind_ms"?}
//	          the call of that seq is being said in the zone from now on; with "cut" what was being said ends;
//	          with "behind_ms" the server's loudspeaker plays so long, and who has the word says the local lines behind it
//	hush      {"call"}       its announcement ends at once: the call doesn't hold
//	voice     {"speak":true|false}     whether this browser is the one that speaks
//	reload    {}                         the page loads itself anew, because a supervisor wished so
//
// What all browsers of a view are sent has its number in that view, "n": one more than the one
// before, a snapshot's being the last one's. "seq" can't show a loss, since most events concern no screen. Who
// finds a number missing believes nothing until it has a new snapshot, says so on the screen, and asks:
// {"type":"again"}. "rules" is a fingerprint: a page that was drawn from others loads itself anew.
//
// From the page: {"type":"alive","seq":N,"sound":"on|no_voice|locked|off"}, on
// a change and every ten seconds; it goes to the board of devices' health.
//
// # How far it is read
//
// A called number is held to 20 minutes of arc, where to go and notices to 10, at the distance that the config names
// (queue.Sight, with the sources). The page knows how wide the picture is, measures its own font, and takes what comes
// out as the least size; a test measures it on every shape. Earlier calls and who waits are for those who come nearer.
//
// # The picture
//
// One layout for every size: a rem is a 1,080th part of 16, the stage is a grid of equal units. Two calls at once
// are both large; who else is called stands in a row at once, as bright, and is large in its turn, in the order of the
// announcements. A call is large for twelve seconds at least and until its announcement has ended, never longer than a
// minute (calls.js). What changes its place is drawn anew there: nothing moves under a reader's eye, and the browser
// counts no shift. States differ by words and signs too: an arrow and 请前往, a tick and 已到.
//
// A ticket in a language that isn't the screen's is told in both, as far as it is large: the screen's own words first, and
// a line of the ticket's below. Rejected: by turns, for who looks up then reads words that aren't theirs; and the ticket's
// words alone, which neither staff nor a companion might read.
//
// A new call flashes a frame for who can't hear: once a second, three times, a sixteenth of the picture, never faster
// whatever comes (WCAG 2.3.1 allows three a second). Nothing else moves; with reduced motion nothing does. Every minute the
// picture shifts by two pixels; a closed house is black with a dim clock that changes its place, so that nothing
// burns in.
//
// Rejected: four calls side by side at half the size, which nobody in the back could read; and notices over the calls: a note
// has a band of its own, and only an emergency may hide a call.
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
