// Package settings is /admin: the centre's file, looked at and changed by form or as text.
//
// Every part of the file has a form, drawn from one description of the file (config.Sections), and the whole of it
// stands in an editor with the check of "onedoor check" beside it. Either way the change goes into the draft of the
// person who makes it, is looked at as a difference of lines and in words, what it will mean for visitors, and is then
// applied at once; the package edition of config does it. Several changes go into one draft because the check asks
// for some of them together: a service needs a window.
//
// Guarantees:
//
//   - Nothing changes before somebody has seen the difference and said yes.
//   - A form changes the keys that somebody changed in it, and not one byte elsewhere in the file.
//   - Hashes of PINs and tokens stand on no page and in no answer; they are masked, and put back from the file when a
//     text is applied. The export has them when it is asked for "with the hashes", for a move to another machine,
//     and the audit says so.
//   - Passwords in addresses are masked likewise, and put back only where the address still leads to the same place.
//   - A form that was opened before somebody else's change was applied changes what was touched in it and nothing else;
//     both are brought together, or one of them begins again. What can't be taken stays in the form as it was typed.
//   - What the check says is said in the reader's language; see sayings.
//   - What names programs, hosts and paths elsewhere is refused, with a sentence at its line, and not read to say so; see
//     edition.
//   - What waits for the next start is said on /admin and /hall until then.
//   - A recording or a word that can't be used changes nothing, and the page says what would be right.
//
// Recordings (/admin/clips) and words (/admin/translations) lie in files beside the config, and go without a draft: a
// recording is heard and a word is read before it is put in place, each stands for itself, and one is in force as soon
// as it is there. Words have editions as the config has (edition.Leaf), the last ten of them on the page; of a
// recording the one before stays as NAME.wav.old. What names the folder and the files is the config, so to begin them
// is a draft as any other.
//
// Rejected: a handler and a page for each of the thirty parts. What differs between them is a table of keys.
//
// Rejected: applying each form at once. Two forms that only together are right could never be filled in.
package settings
