package printer

// Scheme is the kind of line a printer hangs on.
type Scheme string

// The kinds. Virtual is the built-in printer on a pseudo-terminal, None no
// printer at all.
const (
	Serial  Scheme = "serial"
	TCP     Scheme = "tcp"
	File    Scheme = "file"
	Virtual Scheme = "virtual"
	None    Scheme = "none"
)

// Flow is a serial line's flow control.
type Flow string

// The flow controls. A printer with DTR/DSR has its DTR wired to CTS and uses RTSCTS.
const (
	FlowNone    Flow = "none"
	FlowXonXoff Flow = "xonxoff"
	FlowRTSCTS  Flow = "rtscts"
)

// URL says where a printer is and what it is like.
type URL struct {
	Scheme  Scheme
	Address string // Serial, File: the device's path; TCP: host:port; else empty
	Baud    int    // Serial and Virtual; bits per second
	Flow    Flow   // Serial and Virtual
	Profile Profile
}

// ParseURL reads a printer's URL, looking profiles up in known. The error says
// what is wrong and what would be right.
func ParseURL(text string, known Profiles) (URL, error) { return URL{}, nil }
