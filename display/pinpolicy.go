package display

import (
	"strconv"
	"strings"
	"time"

	"onedoor/queue"
)

// PINPolicy is what a centre asks of its staff's PINs.
type PINPolicy struct {
	Length      int           // digits at least, 6 to 12
	History     int           // former PINs that aren't taken again, 0 to 12
	ChangeFirst bool          // the first PIN of the config has to be changed at the first log-in at a page
	LockAfter   int           // failures in a row that lock out, 5 to 50
	LockFor     time.Duration // how long, unless an administrator unlocks
}

// DefaultPINs holds where a centre writes nothing.
func DefaultPINs() PINPolicy {
	return PINPolicy{Length: 6, History: 3, LockAfter: 10, LockFor: 15 * time.Minute}
}

// maxPIN is the longest PIN, in digits.
const maxPIN = 12

// Check says what is wrong with a new PIN of somebody's: that it is no row of digits,
// too short, a run, a repetition, like their id, or a year.
func (p PINPolicy) Check(pin string, staff queue.StaffID) error {
	weak := func(what string) error { return Refuse(ErrWeakPIN, "what", what, "n", strconv.Itoa(p.Length)) }
	switch {
	case strings.Trim(pin, "0123456789") != "" || len(pin) > maxPIN:
		return weak("digits")
	case len(pin) < max(p.Length, 6):
		return weak("short")
	case stepped(pin) || pin == "246810" || pin == "135791":
		return weak("run")
	case repeated(pin):
		return weak("repeat")
	case likeID(pin, string(staff)):
		return weak("id")
	case hasYear(pin):
		return weak("year")
	}
	return nil
}

// stepped says whether each digit follows the one before by the same step, as in 123456,
// 987654, 000000 and 135791, the ninth being followed by the zeroth.
func stepped(pin string) bool {
	step := (int(pin[1]) - int(pin[0]) + 10) % 10
	for i := 1; i < len(pin); i++ {
		if (int(pin[i])-int(pin[i-1])+10)%10 != step {
			return false
		}
	}
	return true
}

// repeated says whether a PIN is one piece again and again, or has two different digits
// at most, as 121212, 123123, 112211.
func repeated(pin string) bool {
	for n := 1; n <= len(pin)/2; n++ {
		if strings.Repeat(pin[:n], len(pin)/n+1)[:len(pin)] == pin {
			return true
		}
	}
	digits := map[rune]bool{}
	for _, r := range pin {
		digits[r] = true
	}
	return len(digits) <= 2
}

// likeID says whether a PIN has the digits of an id in it, or they it.
func likeID(pin, id string) bool {
	d := digits(id)
	return len(d) >= 3 && (strings.Contains(pin, d) || strings.Contains(d, pin))
}

// hasYear says whether a PIN begins or ends with a year in which people are born or that
// is about now.
func hasYear(pin string) bool {
	for _, four := range []string{pin[:4], pin[len(pin)-4:]} {
		if y, err := strconv.Atoi(four); err == nil && y >= 1930 && y <= 2049 {
			return true
		}
	}
	return false
}
