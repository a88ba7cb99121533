package paper

import (
	"bytes"

	"onedoor/printer"
)

// do carries out one command.
func (ip *Interpreter) do(c command) {
	if c.op != opText {
		ip.dropLead()
	}
	if len(c.data) > 0 {
		ip.checkHidden(c.data)
	}
	switch c.op {
	case opText:
		for _, b := range c.raw {
			ip.char(b)
		}
	case opNul:
	case opUnknown:
		ip.flag("unknown command % X", c.raw)
	case opForeign:
		ip.flag("%s, which no profile emits, isn't carried out", c.name(ip.scanner))
	case opLF:
		ip.newLine()
	case opInit:
		ip.begin()
	case opPage:
		ip.codePage(c.args[0])
	case opHanziOn:
		ip.hanzi, ip.unlined = true, false
	case opHanziOff:
		ip.hanzi, ip.unlined = false, false
	case opStyle, opBold, opSize, opHanzi, opQuad:
		ip.setLook(c.op, c.args[0])
	case opAlign, opMargin, opWidth, opSpacing0, opSpacing:
		ip.setPlace(c.op, c.args)
	case opFeed:
		for range c.args[0] {
			ip.newLine()
		}
	case opFeedDots:
		ip.printLine()
		ip.feed(ip.dots(c.args[0]))
	case opCut:
		ip.cut(c.args)
	case opRaster:
		ip.raster(c)
	case opSymbol:
		ip.symbol(c.data)
	case opGraphics:
		ip.graphics(c.data)
	case opLarge:
		ip.flag("GS 8 L, which no profile emits")
		ip.graphics(c.data)
	case opRequest, opPaper, opIdentify, opASB, opStatus, opRecover:
		ip.ask(c)
	}
}

// begin is ESC @. Without a cutter somebody has torn the last slip off by now.
func (ip *Interpreter) begin() {
	if ip.profile.Cutter == printer.NoCutter && ip.out() {
		ip.Tear()
	}
	if !ip.Pending() {
		ip.printed = len("\x1b@") // a slip begins here
	}
	if !ip.line.empty() {
		ip.flag("ESC @ drops a line that isn't printed yet")
	}
	ip.initialise()
	if ip.hooks.Init != nil {
		ip.hooks.Init()
	}
}

// checkHidden flags real-time commands within a command's data: a printer
// carries them out as they come in.
func (ip *Interpreter) checkHidden(d []byte) {
	for _, lead := range []string{"\x10\x04", "\x10\x05", "\x10\x14"} {
		if at := bytes.Index(d, []byte(lead)); at >= 0 {
			ip.flag("real-time command % X within data, %d bytes in", lead, at)
		}
	}
}

// setLook sets sizes and weight. What a printer scales by GS ! and what by FS !
// depends on its maker.
func (ip *Interpreter) setLook(o op, n byte) {
	double := func(bit byte) int {
		if n&bit != 0 {
			return 2
		}
		return 1
	}
	switch o {
	case opStyle:
		ip.latin = look{w: double(0x20), h: double(0x10), underline: n&0x80 != 0}
		ip.bold = n&0x08 != 0
		if n&0x01 != 0 {
			ip.flag("ESC ! %d asks for font B, which isn't drawn", n)
		}
	case opBold:
		ip.bold = n&1 == 1
	case opSize:
		w, h := int(n>>4)+1, int(n&15)+1
		if w > 8 || h > 8 {
			ip.flag("GS ! %d: 8 times is the most", n)
			return
		}
		ip.latin.w, ip.latin.h = w, h
		if !ip.profile.Quirks.HanziSize {
			ip.han.w, ip.han.h = w, h
		}
	case opHanzi:
		ip.han = look{w: double(0x04), h: double(0x08), underline: n&0x80 != 0}
	case opQuad:
		ip.han.w, ip.han.h = double(1), double(1)
	default: // no other sets a look
	}
}

// setPlace sets where and how far apart lines stand.
func (ip *Interpreter) setPlace(o op, args []byte) {
	if !ip.line.empty() && o != opSpacing && o != opSpacing0 {
		ip.flag("align and margins count at a line's start only")
		return
	}
	switch o {
	case opAlign:
		if n := digit(args[0]); n <= 2 {
			ip.align = printer.Align(n)
		} else {
			ip.flag("ESC a %d: 0, 1 or 2 is right", args[0])
		}
	case opMargin:
		ip.margin = min(word(args), ip.page.Width-1)
		ip.width = min(ip.width, ip.page.Width-ip.margin)
	case opWidth:
		ip.width = min(word(args), ip.page.Width-ip.margin)
	case opSpacing0:
		ip.spacing = ip.defaultSpacing()
	case opSpacing:
		ip.spacing = ip.dots(args[0])
	default: // no other sets a place
	}
}

// dots is a distance down the paper: some printers count it in half dots.
func (ip *Interpreter) dots(n byte) int {
	if ip.profile.Quirks.HalfDots {
		return int(n) / 2
	}
	return int(n)
}

// codePage is ESC t. Only the number that the profile has its Encoding under is
// known to mean anything.
func (ip *Interpreter) codePage(n byte) {
	table, ok := ip.profile.Encoding.CodePage()
	if ok && int(n) == ip.profile.Page {
		ip.table = table
		return
	}
	ip.table = nil
	ip.flag("ESC t %d on a printer whose code pages aren't known", n)
}

// digit is a number that may also come as its ASCII digit.
func digit(b byte) byte {
	if b >= '0' {
		return b - '0'
	}
	return b
}

// cut is GS V: with 65 and 66 the printer first feeds what is printed past the
// knife, with the others the knife falls where the paper is.
func (ip *Interpreter) cut(args []byte) {
	if ip.profile.Cutter == printer.NoCutter {
		ip.flag("GS V on a printer without a cutter")
		return
	}
	if !ip.line.empty() {
		ip.flag("GS V within a line")
		ip.printLine()
	}
	if len(args) == 2 {
		ip.feed(ip.gap() + ip.dots(args[1]))
	}
	if ip.dead {
		return
	}
	at := ip.roll.y - ip.gap()
	if ip.roll.inked() > at {
		ip.flag(CutThrough)
	}
	if at > 0 {
		ip.takePaper(at)
	}
}

// ask puts a question whose turn has come.
func (ip *Interpreter) ask(c command) {
	var a Ask
	switch c.op {
	case opRequest:
		if len(c.data) != 6 || c.data[0] != '0' || c.data[1] != '0' {
			ip.flag("GS ( H with an unknown function")
			return
		}
		a = Ask{Kind: AskProcess, ID: [4]byte(c.data[2:6])}
	case opPaper:
		a = Ask{Kind: AskPaper, N: c.args[0]}
	case opIdentify:
		a = Ask{Kind: AskIdentity, N: c.args[0]}
	case opStatus:
		a = Ask{Kind: AskStatus, N: c.args[0]}
	case opRecover:
		a = Ask{Kind: AskRecover, N: c.args[0]}
	default:
		a = Ask{Kind: AskAuto, N: c.args[0]}
	}
	if !ip.line.empty() && a.Kind < AskStatus {
		ip.flag("%v before the line is ended", a.Kind)
	}
	if ip.hooks.Ask != nil {
		ip.hooks.Ask(a)
	}
}
