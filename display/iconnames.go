package display

// IconNames lists the drawings of icons.go in the order of that file, for the page
// of styles. A test holds the two together.
func IconNames() []string {
	return []string{
		"door", "arrow-right", "arrow-left", "arrow-up", "arrow-down", "back", "forward", "place", "search", "qr",
		"person", "people", "scales", "house", "work", "speech", "document", "gavel", "handshake", "shield",
		"heart", "coin", "phone", "call", "ticket", "printer", "screen", "kiosk", "sound", "mute", "offline",
		"online", "clock", "check", "cross", "plus", "minus", "pause", "play", "again", "transfer", "help",
		"question", "info", "warning", "language", "large-type", "contrast", "wheelchair", "ear", "eye", "child",
		"bell", "list", "more", "edit", "lock", "leave", "chart", "settings", "calendar",
		"touch", "lift", "stairs", "delete", "key", "small",
	}
}
