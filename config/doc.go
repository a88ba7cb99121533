// Package config turns the centre's YAML file into the rules of the lobby and
// the few things that are not rules.
//
// A technician writes one file. Parse reads it against a fixed set of keys and
// tells everything that is wrong with it at once, each with line, column, what
// is wrong and what would be right; Load also tries the PINs. Out comes a
// Centre: [queue.Rules], and beside it what must never reach the journal:
// names of staff, hashes of PINs and device tokens, printers' addresses; and
// what isn't a rule: the printers' profiles, the slip's template, its font.
//
// Guarantees:
//
//   - Parse and Load never panic, and read nothing but the bytes given and the
//     time zone database.
//   - A Centre without an error is one that queue.Rules.Prepare accepts; its
//     rules are prepared.
//   - The same bytes give the same problems in the same order, and the same
//     canonical rules.
//   - A profile or a template that Parse takes is one that printer's own Check
//     takes. What needs more than the file, as whether a font can be read or how
//     long slips get, is for who has it: Centre.At makes problems of it that
//     stand in their place beside the others.
//   - Edit and Move change one value of a file and not one byte elsewhere; what comes
//     of it is read again and held against what was meant before anybody gets it.
//   - No secret is ever in a Problem: a hash or a token is named by its key.
//
// Columns count characters, not bytes, so that they agree with an editor in a
// line of Chinese.
//
// Rejected: decoding into tagged structs with the YAML library's strict mode.
// It stops at the first mistake, so a technician at a mini-PC without a net
// would fix a file one run at a time, and a value's position is gone by the
// time two parts of the file are held against each other. The tree is walked
// by hand instead; whatever a section asked for is at the same time the list of
// keys it knows. Anchors, aliases and merge keys are refused: a file that can't
// refer to itself can be read aloud over the telephone.
//
// Rejected: writing a file anew from its values when one is changed by a form. Half
// of the file are the comments that tell a technician what else there is; Edit cuts
// the new value into the text where the tree says that the old one stands.
package config
