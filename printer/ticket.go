package printer

import "strings"

// Ticket is what a visitor's slip says, as finished sentences in the visitor's
// language. Every field but Number may be empty; an empty one takes no paper.
type Ticket struct {
	Lang    string // BCP 47, for instance zh or en
	Mark    string // 补打 2, 测试: on top, in bold, when this isn't a plain original
	Centre  string // the centre's name
	Date    string // as people write it
	Time    string
	Number  string // A012
	Service string // its public name
	Where   string // 请在一楼大厅等，叫到再去
	Ahead   string // 前面还有 2 位
	QR      string // the status page's URL, to the letter; empty where phones don't work
	QRNote  string // what the QR is for; left out without a QR
	NoPhone string // 没有手机也一样叫您。过号请持此票到咨询台
	Valid   string // 本号当日有效
	Code    string // 查询码 4827-163
}

// Slip lays the ticket out: the number at four times, service and where to wait
// at two, one rule, the QR centred with its sentence, small print last.
func (t Ticket) Slip() Slip {
	s := Slip{Lang: t.Lang, Blocks: make([]Block, 0, 16)}
	line := func(text string, size int, bold bool) {
		if strings.TrimSpace(text) != "" {
			s.Text(text, Style{Size: size, Align: Centre, Bold: bold})
		}
	}
	line(t.Mark, 2, true)
	line(t.Centre, 1, false)
	line(strings.TrimSpace(t.Date+" "+t.Time), 1, false)
	line(t.Number, 4, true) // a digit's own white above and below is enough at this size
	line(t.Service, 2, false)
	s.Gap(12)
	line(t.Where, 2, false)
	s.Gap(12)
	line(t.Ahead, 1, false)
	s.Rule()
	if t.QR != "" {
		s.QR(t.QR)
		line(t.QRNote, 1, false)
	}
	line(t.NoPhone, 1, false)
	line(t.Valid, 1, false)
	line(t.Code, 1, false)
	return s
}
