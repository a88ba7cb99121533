package display

import "html/template"

// icon gives a drawing as inline SVG that takes the text's colour and size. An
// unknown name, as a config may have, draws a document.
func icon(name string) template.HTML {
	d, ok := drawing(name)
	if !ok {
		d, _ = drawing("document")
	}
	// The drawings are constants of this file; name never reaches the output.
	return template.HTML(`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">` + d + `</svg>`) //nolint:gosec // constants
}

func hasIcon(name string) bool {
	_, ok := drawing(name)
	return ok
}

// drawing is the set, drawn for this project on a grid of 24 units with a
// stroke of 2.4 and round caps; class dot is filled instead of stroked.
func drawing(name string) (string, bool) {
	switch name {
	case "door": // the mark: an open door, one handle
		return `<path d="M4.6 21.2V11a7.4 7.4 0 0 1 14.8 0v10.2"/><circle class="dot" cx="15" cy="15.2" r="1.5"/>`, true
	case "arrow-right":
		return `<path d="M4 12h15M13.5 6l6 6-6 6"/>`, true
	case "arrow-left":
		return `<path d="M20 12H5M10.5 6l-6 6 6 6"/>`, true
	case "arrow-up":
		return `<path d="M12 20V5M6 10.5l6-6 6 6"/>`, true
	case "arrow-down":
		return `<path d="M12 4v15M6 13.5l6 6 6-6"/>`, true
	case "back":
		return `<path d="M15 5l-7 7 7 7"/>`, true
	case "forward":
		return `<path d="M9 5l7 7-7 7"/>`, true
	case "place":
		return `<path d="M12 21.4s-7-6.2-7-11.4a7 7 0 0 1 14 0c0 5.2-7 11.4-7 11.4z"/><circle cx="12" cy="10" r="2.4"/>`, true
	case "search":
		return `<circle cx="10.5" cy="10.5" r="6.3"/><path d="M15.2 15.2L20.5 20.5"/>`, true
	case "qr":
		return `<path d="M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h2.4v2.4M20 14v1M14 20h1M20 19v1M18 18h.1"/>`, true
	case "person":
		return `<circle cx="12" cy="8" r="3.8"/><path d="M4.5 20.5c.8-4 3.8-6.2 7.5-6.2s6.7 2.2 7.5 6.2"/>`, true
	case "people":
		return `<circle cx="9" cy="8.5" r="3.3"/><path d="M2.8 20c.6-3.6 3.1-5.6 6.2-5.6s5.6 2 6.2 5.6M15.6 5.4a3.3 3.3 0 0 1 0 6.2M18 15c1.8.8 2.9 2.5 3.3 5"/>`, true
	case "scales":
		return `<path d="M12 3.5v17M7.5 20.5h9M5 7h14M5 7l-2.8 6.5h5.6zM19 7l-2.8 6.5h5.6z"/>`, true
	case "house":
		return `<path d="M4 10.5L12 4l8 6.5V20H4z"/><path d="M9.8 20v-5.5h4.4V20"/>`, true
	case "work":
		return `<path d="M3.5 8h17v12h-17zM8.5 8V4.5h7V8M3.5 13.5h17"/>`, true
	case "speech":
		return `<path d="M4 4.5h16v11.5h-8.5L7 20.5V16H4z"/>`, true
	case "document":
		return `<path d="M5.5 3h8.5l4.5 4.5V21h-13zM9 12.5h6M9 16.5h6"/>`, true
	case "gavel":
		return `<path d="M12.5 3.3l5.2 5.2-6 6-5.2-5.2zM9 12l-5.7 6.5M13 20.5h8"/>`, true
	case "handshake":
		return `<path d="M2.5 8L7 6l5 2 5-2 4.5 2v7.5L12 20.5 2.5 15.5zM12 8l-3 4c1.5 1.5 3.2 1.2 4.2 0l4.8 4"/>`, true
	case "shield":
		return `<path d="M12 3l7.5 2.8v5.7c0 4.7-3 8-7.5 9.5-4.5-1.5-7.5-4.8-7.5-9.5V5.8z"/>`, true
	case "heart":
		return `<path d="M12 20.5S3.5 15.4 3.5 9.3a4.5 4.5 0 0 1 8.5-2 4.5 4.5 0 0 1 8.5 2c0 6.1-8.5 11.2-8.5 11.2z"/>`, true
	case "coin":
		return `<circle cx="12" cy="12" r="8.5"/><path d="M8.5 7.5L12 12l3.5-4.5M12 12v5.5M9 13h6M9 15.8h6"/>`, true
	case "phone":
		return `<path d="M7 2.8h10v18.4H7zM11 18h2"/>`, true
	case "call":
		return `<path d="M5 4h4l1.5 4.5-2.3 1.8a12 12 0 0 0 5.5 5.5l1.8-2.3L20 15v4c0 .8-.7 1.5-1.5 1.5A15 15 0 0 1 3.5 5.5C3.5 4.7 4.2 4 5 4z"/>`, true
	case "ticket":
		return `<path d="M6 3h12v18l-3-2-3 2-3-2-3 2zM9.5 8h5M9.5 12h5"/>`, true
	case "printer":
		return `<path d="M7 9V3.5h10V9M7 17H3.5V9h17v8H17M7 14h10v6.5H7z"/>`, true
	case "screen":
		return `<path d="M3 4.5h18v12H3zM8.5 20.5h7M12 16.5v4"/>`, true
	case "kiosk":
		return `<path d="M6.5 3h11v12h-11zM12 15v5.5M8 20.5h8M10 11.5h4"/>`, true
	case "sound":
		return `<path d="M4 9.5v5h3.5l5 4v-13l-5 4zM16 9a4.2 4.2 0 0 1 0 6M18.7 6a8.3 8.3 0 0 1 0 12"/>`, true
	case "mute":
		return `<path d="M4 9.5v5h3.5l5 4v-13l-5 4zM16.5 9.5l5 5M21.5 9.5l-5 5"/>`, true
	case "offline":
		return `<path d="M2.8 9.2a13 13 0 0 1 3.6-2.6M21.2 9.2a13 13 0 0 0-9.4-3.7M6.2 13.2a8.3 8.3 0 0 1 3-1.9M17.8 13.2a8.3 8.3 0 0 0-1.6-1.2M4.5 3.5l15 16.5"/><circle class="dot" cx="12" cy="18.2" r="1.5"/>`, true
	case "online":
		return `<path d="M3 8.5a13 13 0 0 1 18 0M6.5 12.5a8 8 0 0 1 11 0M10 16.3a3.5 3.5 0 0 1 4 0"/><circle class="dot" cx="12" cy="19.5" r="1.4"/>`, true
	case "clock":
		return `<circle cx="12" cy="12" r="8.5"/><path d="M12 7v5l3.5 2"/>`, true
	case "check":
		return `<path d="M4.5 12.5l5 5L19.5 7"/>`, true
	case "cross":
		return `<path d="M6 6l12 12M18 6L6 18"/>`, true
	case "plus":
		return `<path d="M12 5v14M5 12h14"/>`, true
	case "minus":
		return `<path d="M5 12h14"/>`, true
	case "pause":
		return `<path d="M8.5 5v14M15.5 5v14"/>`, true
	case "play":
		return `<path d="M7 4.5l12 7.5-12 7.5z"/>`, true
	case "again":
		return `<path d="M19.5 12a7.5 7.5 0 1 1-2.4-5.5M19.5 3.5v4.5H15"/>`, true
	case "transfer":
		return `<path d="M4 8h15M15 4l4 4-4 4M20 16H5M9 12l-4 4 4 4"/>`, true
	case "help":
		return `<path d="M6.5 12.5V7a1.5 1.5 0 0 1 3 0V4.5a1.5 1.5 0 0 1 3 0V4a1.5 1.5 0 0 1 3 0v3a1.5 1.5 0 0 1 3 0v7a6.5 6.5 0 0 1-6.5 6.5c-3 0-4.5-1.5-6-4L3.5 12.5a1.5 1.5 0 0 1 3 0"/>`, true
	case "question":
		return `<circle cx="12" cy="12" r="8.8"/><path d="M9.5 9.5a2.6 2.6 0 1 1 2.5 3.3V14"/><circle class="dot" cx="12" cy="17" r="1.3"/>`, true
	case "info":
		return `<circle cx="12" cy="12" r="8.8"/><path d="M12 11.5v5"/><circle class="dot" cx="12" cy="8" r="1.4"/>`, true
	case "warning":
		return `<path d="M12 4L2.8 20h18.4zM12 10v4.5"/><circle class="dot" cx="12" cy="17.3" r="1.2"/>`, true
	case "language":
		return `<circle cx="12" cy="12" r="8.8"/><path d="M3.4 12h17.2M12 3.2c-4.8 5.2-4.8 12.4 0 17.6 4.8-5.2 4.8-12.4 0-17.6z"/>`, true
	case "large-type":
		return `<path d="M3 19L8.5 5.5 14 19M5 14.5h7M15.5 19l3-7.5 3 7.5M16.5 16.5h4"/>`, true
	case "contrast":
		return `<circle cx="12" cy="12" r="8.5"/><path class="dot" d="M12 3.5a8.5 8.5 0 0 1 0 17z"/>`, true
	case "wheelchair":
		return `<circle class="dot" cx="9.5" cy="3.8" r="1.9"/><path d="M9.5 8v6.5h6l2.5 5.5h2.5M9.5 10.5h5M6.8 11.5a5.3 5.3 0 1 0 7.2 6.8"/>`, true
	case "ear":
		return `<path d="M7 9.5a5.5 5.5 0 0 1 11 0c0 4-4 4.5-4 8a3 3 0 0 1-5.5 1.5M10 10a2.5 2.5 0 0 1 5 0c0 1.8-2 2-2 3.5"/>`, true
	case "eye":
		return `<path d="M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12z"/><circle cx="12" cy="12" r="2.8"/>`, true
	case "child":
		return `<circle cx="12" cy="7" r="3"/><path d="M12 10v6M7 12.5c3 1.3 7 1.3 10 0M12 16l-3 5M12 16l3 5"/>`, true
	case "bell":
		return `<path d="M6 17V11a6 6 0 0 1 12 0v6l1.5 1.5h-15zM10.5 21.2h3M12 5V3"/>`, true
	case "list":
		return `<path d="M8.5 6.5H20M8.5 12H20M8.5 17.5H20"/><circle class="dot" cx="4.5" cy="6.5" r="1.4"/><circle class="dot" cx="4.5" cy="12" r="1.4"/><circle class="dot" cx="4.5" cy="17.5" r="1.4"/>`, true
	case "more":
		return `<circle class="dot" cx="5" cy="12" r="1.8"/><circle class="dot" cx="12" cy="12" r="1.8"/><circle class="dot" cx="19" cy="12" r="1.8"/>`, true
	case "edit":
		return `<path d="M4 20l1-4.5L16.5 4 20 7.5 8.5 19z"/>`, true
	case "lock":
		return `<path d="M5 11h14v9.5H5zM8 11V7.5a4 4 0 0 1 8 0V11"/>`, true
	case "leave":
		return `<path d="M13.5 4H5v16h8.5M10 12h10.5M16.5 7.5L21 12l-4.5 4.5"/>`, true
	case "chart":
		return `<path d="M4 4v16h16M8.5 16v-4M13 16V8M17.5 16v-6"/>`, true
	case "settings":
		return `<path d="M4 7h9M18 7h2M4 17h2M11 17h9"/><circle cx="15.5" cy="7" r="2.4"/><circle cx="8.5" cy="17" r="2.4"/>`, true
	case "calendar":
		return `<path d="M4 6h16v14.5H4zM4 10.5h16M8.5 3v4M15.5 3v4"/>`, true
	case "touch":
		return `<path d="M10 12.5V6.2a1.7 1.7 0 0 1 3.4 0v5.3l4.4 1c1.2.3 1.9 1.4 1.7 2.6l-.7 3.4c-.3 1.5-1.6 2.5-3.1 2.5h-3c-1 0-1.9-.5-2.5-1.3L6 14.2c-.6-.8-.4-1.9.4-2.4.7-.5 1.6-.4 2.2.2z"/><path d="M6.5 7.5a5.3 5.3 0 0 1 10.4 0"/>`, true
	case "lift":
		return `<path d="M5 3.5h14v17H5zM12 3.5v17M7.2 10.5l1.4-2 1.4 2M14.2 13.5l1.4 2 1.4-2"/>`, true
	case "stairs":
		return `<path d="M3.5 20h4.2v-4.2h4.2v-4.2h4.2V7.4h4.4"/>`, true
	case "delete": // the last letter
		return `<path d="M8.5 5.5H21v13H8.5L2.5 12zM11.5 9.5l5 5M16.5 9.5l-5 5"/>`, true
	case "key":
		return `<circle cx="8" cy="15.5" r="4.3"/><path d="M11.2 12.3L20 3.5M16 7.5l3 3"/>`, true
	case "small": // a page in the corner of the screen
		return `<path d="M4 5h16v14H4z"/><path class="dot" d="M12.5 12H18v5h-5.5z"/>`, true
	}
	return "", false
}
