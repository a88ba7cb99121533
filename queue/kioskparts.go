package queue

// SlotSide is on which side of a kiosk's screen its paper comes out.
type SlotSide string

// The sides of a slot.
const (
	SlotBelow SlotSide = "below"
	SlotLeft  SlotSide = "left"
	SlotRight SlotSide = "right"
	SlotAbove SlotSide = "above"
)

// SlotSides lists them, the usual one first.
func SlotSides() []SlotSide { return []SlotSide{SlotBelow, SlotLeft, SlotRight, SlotAbove} }

// Slot is where a kiosk's paper comes out.
type Slot struct {
	Side SlotSide `json:"side"`
	Text Text     `json:"text,omitempty"` // in a visitor's words: 出票口在屏幕右下方
}

// Keypad is what the keys of a kiosk that can be felt send, as a browser names them: F1, Enter,
// ArrowDown. Listen begins the spoken walk-through.
type Keypad struct {
	Listen string `json:"listen"`
	Next   string `json:"next"`
	Choose string `json:"choose"`
	Back   string `json:"back"`
}

// DefaultKeypad is what usual keypads send.
func DefaultKeypad() Keypad {
	return Keypad{Listen: "F1", Next: "ArrowDown", Choose: "Enter", Back: "ArrowUp"}
}

// SlotOf gives where a kiosk's paper comes out.
func (k *Kiosk) SlotOf() Slot {
	if k.Slot == nil {
		return Slot{Side: SlotBelow}
	}
	return *k.Slot
}

// KeypadOf gives a kiosk's keys.
func (k *Kiosk) KeypadOf() Keypad {
	if k.Keypad == nil {
		return DefaultKeypad()
	}
	return *k.Keypad
}
