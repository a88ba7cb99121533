package report

import "strconv"

// maxDays bounds a report: ten years.
const maxDays = 3660

// Percent says a rate with one decimal, half up, as 91.7; "" without a
// denominator.
func Percent(part, whole int) string {
	if whole == 0 {
		return ""
	}
	tenths := (part*2000 + whole) / (2 * whole)
	return strconv.Itoa(tenths/10) + "." + strconv.Itoa(tenths%10)
}

// Ratio says one count to another with two decimals, half up, as 1.48; "" to none.
func Ratio(n, of int) string {
	if of == 0 {
		return ""
	}
	hundredths := (n*200 + of) / (2 * of)
	return strconv.FormatFloat(float64(hundredths)/100, 'f', 2, 64)
}

// Thousands says a count with a comma before each three digits, as 18,951.
func Thousands(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
