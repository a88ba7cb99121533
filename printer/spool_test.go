package printer

import (
	"errors"
	"testing"
	"time"
)

func TestConfirmedByItsProcessID(t *testing.T) {
	onBench(t, "epson-80", nil, func(b *bench) {
		b.submit(7)
		b.after(2*time.Second, "begin 7/1 after 0", "7 confirmed ")
		b.slips(1)
		if st := b.s.Status(); !st.Online || !st.Answers || st.Paper != PaperOK || st.Why != "" || st.Queued != 0 || st.Job != 0 {
			b.Errorf("status %+v", st)
		}
	})
}

func TestConfirmedWeaklyByAFence(t *testing.T) {
	onBench(t, "generic-80", nil, func(b *bench) {
		b.submit(7)
		b.after(10*time.Second, "begin 7/1 after 0", "7 confirmed weak ")
		b.slips(1)
	})
}

func TestAFenceWithoutACleanStatusProvesNothing(t *testing.T) {
	out := func(m *machine) { m.onSlip = func(m *machine) { m.status[4] = 0x72 } }
	onBench(t, "generic-80", out, func(b *bench) {
		b.submit(7)
		b.after(10*time.Second, "begin 7/1 after 0", "7 in_doubt paper_out")
	})
}

func TestAPrinterWithoutFencesIsOneWay(t *testing.T) {
	onBench(t, "generic-80", func(m *machine) { m.fences = false }, func(b *bench) {
		b.submit(7)
		b.after(12*time.Second, "begin 7/1 after 0", "7 sent ")
		b.submit(8) // by now it is known, and costs no more than the paper
		b.after(4*time.Second, "begin 7/1 after 0", "7 sent ", "begin 8/1 after 1", "8 sent ")
		b.slips(2)
	})
}

func TestASilentGenericPrinterIsSentToOnce(t *testing.T) {
	for _, name := range []string{"generic-80", "generic-58", "raster-58"} {
		onBench(t, name, func(m *machine) { m.mute[0], m.fences = true, false }, func(b *bench) {
			b.submit(7)
			b.after(5*time.Minute, "begin 7/1 after 0", "7 sent ")
			b.slips(1)
		})
	}
}

func TestASilentPromisingPrinterIsOff(t *testing.T) {
	onBench(t, "epson-80", func(m *machine) { m.mute[0] = true }, func(b *bench) {
		b.submit(7)
		b.after(time.Minute, "7 waits silent")
		if st := b.s.Status(); st.Why != WhySilent || st.Online || st.Answers || st.Queued != 1 {
			b.Errorf("status %+v", st)
		}
		b.after(61*time.Second, "7 waits silent", "7 lapsed silent")
		b.slips(0)
	})
}

func TestAGenericPrinterThatFellSilentIsOff(t *testing.T) {
	onBench(t, "generic-80", nil, func(b *bench) {
		b.after(time.Second)
		b.m.set(func(m *machine) { m.mute[0] = true })
		b.submit(7)
		b.after(10*time.Second, "7 waits silent")
		b.slips(0)
	})
}

func TestOutOfPaperBeforeASlip(t *testing.T) {
	for why, spoil := range map[Why]func(m *machine){
		WhyPaperOut:   func(m *machine) { m.status[1], m.status[4] = 0x1A, 0x72 },
		WhyCoverOpen:  func(m *machine) { m.status[1], m.status[2] = 0x1A, 0x16 },
		WhyCutter:     func(m *machine) { m.status[1], m.status[3] = 0x1A, 0x1A },
		WhyFault:      func(m *machine) { m.status[1], m.status[3] = 0x1A, 0x32 },
		WhyOverheated: func(m *machine) { m.status[1], m.status[3] = 0x1A, 0x52 },
		WhyOffline:    func(m *machine) { m.status[1] = 0x1A },
	} {
		waits := "7 waits " + string(why)
		onBench(t, "generic-80", spoil, func(b *bench) {
			b.submit(7)
			b.after(time.Minute, waits)
			b.slips(0)
			b.m.set(func(m *machine) { m.status = newMachine().status })
			b.after(10*time.Second, waits, "begin 7/1 after 0", "7 confirmed weak ")
			b.slips(1)
		})
		onBench(t, "epson-80", spoil, func(b *bench) {
			b.submit(7)
			b.after(2*time.Minute, waits, "7 lapsed "+string(why))
			b.m.set(func(m *machine) { m.status = newMachine().status })
			b.after(time.Minute, waits, "7 lapsed "+string(why))
			b.slips(0)
		})
	}
}

func TestNearEndIsNoReasonToWait(t *testing.T) {
	onBench(t, "epson-80", func(m *machine) { m.status[4] = 0x1E }, func(b *bench) {
		b.submit(7)
		b.after(2*time.Second, "begin 7/1 after 0", "7 confirmed ")
		if st := b.s.Status(); st.Paper != PaperNearEnd || !st.Online {
			b.Errorf("status %+v", st)
		}
	})
}

func TestNothingIsSentUnwritten(t *testing.T) {
	onBench(t, "epson-80", nil, func(b *bench) {
		b.book.refusing(errors.New("disk full"))
		b.submit(7)
		b.after(10 * time.Second)
		b.slips(0)
		if st := b.s.Status(); st.Why != WhyStore {
			b.Errorf("status %+v", st)
		}
		b.book.refusing(nil)
		b.after(5*time.Second, "begin 7/1 after 0", "7 confirmed ")
		b.slips(1)
		if st := b.s.Status(); st.Why != "" {
			b.Errorf("status %+v", st)
		}
	})
}

func TestNothingElseIsPrintedUntilAnEndIsWritten(t *testing.T) {
	onBench(t, "epson-80", nil, func(b *bench) {
		b.m.set(func(m *machine) { m.onSlip = func(*machine) { b.book.refusing(errors.New("disk full")) } })
		b.submit(7)
		b.submit(8)
		b.after(time.Minute, "begin 7/1 after 0")
		b.slips(1)
		b.m.set(func(m *machine) { m.onSlip = nil })
		b.book.refusing(nil)
		b.after(10*time.Second, "begin 7/1 after 0", "7 confirmed ", "begin 8/1 after 1", "8 confirmed ")
	})
}

func TestAnUnwantedSlipIsDropped(t *testing.T) {
	onBench(t, "epson-80", nil, func(b *bench) {
		b.book.refusing(ErrUnwanted)
		b.submit(7)
		b.after(5 * time.Second)
		b.book.refusing(nil)
		b.after(5 * time.Minute)
		b.slips(0)
	})
}

func TestTwiceSubmittedIsPrintedOnce(t *testing.T) {
	onBench(t, "epson-80", nil, func(b *bench) {
		if !b.submit(7) || b.submit(7) {
			b.Error("a job should be taken once")
		}
		b.after(2*time.Second, "begin 7/1 after 0", "7 confirmed ")
		if b.submit(7) {
			b.Error("a printed job was taken again")
		}
		b.s.Submit(Job{ID: 7, Attempt: 2, Slip: line("slip", Style{})})
		b.after(2*time.Second, "begin 7/1 after 0", "7 confirmed ", "begin 7/2 after 1", "7 confirmed ")
		b.slips(2)
	})
}

func TestJobsComeInTheirOrder(t *testing.T) {
	onBench(t, "epson-80", nil, func(b *bench) {
		b.submit(2)
		b.submit(3)
		b.submit(1)
		b.after(10*time.Second, "begin 2/1 after 0", "2 confirmed ", "begin 3/1 after 1", "3 confirmed ",
			"begin 1/1 after 2", "1 confirmed ")
	})
}

func TestASlipThatCanNotBePrintedFails(t *testing.T) {
	onBench(t, "epson-80", nil, func(b *bench) {
		var s Slip
		s.QR("\x10\x04\x01")
		b.s.Submit(Job{ID: 7, Attempt: 1, Slip: s})
		b.after(2*time.Second, "7 failed slip")
		b.slips(0)
	})
}

func TestAShortWriteIsInDoubtAndNeverRepeated(t *testing.T) {
	for _, stall := range []bool{false, true} {
		why := "short_write"
		if stall {
			why = "timeout"
		}
		onBench(t, "epson-80", func(m *machine) { m.take, m.stall = 5, stall }, func(b *bench) {
			b.submit(7)
			b.after(time.Minute, "begin 7/1 after 0", "7 in_doubt "+why)
			b.slips(0)
			b.submit(8)
			b.after(10*time.Second, "begin 7/1 after 0", "7 in_doubt "+why, "begin 8/1 after 0", "8 confirmed ")
			if b.m.opened < 2 {
				b.Error("half a slip stands in the line: it should be opened anew")
			}
		})
	}
}

func TestNothingWrittenIsRepeatedFreely(t *testing.T) {
	for _, stall := range []bool{false, true} {
		why := "unplugged"
		if stall {
			why = "timeout"
		}
		onBench(t, "epson-80", func(m *machine) { m.take, m.stall = 0, stall }, func(b *bench) {
			b.submit(7)
			b.after(time.Minute, "begin 7/1 after 0", "7 waits "+why, "begin 7/1 after 0", "7 confirmed ")
			b.slips(1)
		})
	}
}

func TestAPrinterThatVanishesAndComesBack(t *testing.T) {
	onBench(t, "epson-80", func(m *machine) { m.gone = true }, func(b *bench) {
		b.submit(7)
		b.after(time.Minute, "7 waits unplugged")
		if st := b.s.Status(); st.Why != WhyUnplugged || st.Open || st.Error == "" {
			b.Errorf("status %+v", st)
		}
		if b.m.opened > 20 {
			b.Errorf("opened %d times in a minute", b.m.opened)
		}
		b.m.set(func(m *machine) { m.gone = false })
		b.after(10*time.Second, "7 waits unplugged", "begin 7/1 after 0", "7 confirmed ")
		if st := b.s.Status(); st.Why != "" || !st.Open || st.Error != "" {
			b.Errorf("status %+v", st)
		}
		b.m.set(func(m *machine) { m.gone = true })
		b.after(15*time.Second, b.book.all()...)
		if st := b.s.Status(); st.Why != WhyUnplugged {
			b.Errorf("an idle printer's going should be noticed: %+v", st)
		}
	})
}

func TestStoppingGivesTheSlipUnderWayAMoment(t *testing.T) {
	onBench(t, "epson-80", nil, func(b *bench) {
		b.submit(7)
		b.after(100*time.Millisecond, "begin 7/1 after 0")
		b.stop()
		b.after(0, "begin 7/1 after 0", "7 confirmed ")
	})
	onBench(t, "epson-80", func(m *machine) { m.ids = false }, func(b *bench) {
		b.submit(7)
		b.submit(8)
		b.after(100*time.Millisecond, "begin 7/1 after 0")
		start := time.Now()
		b.stop()
		if d := time.Since(start); d > 3*time.Second {
			b.Errorf("stopping took %v", d)
		}
		b.after(0, "begin 7/1 after 0", "7 in_doubt stopped")
		b.slips(1)
	})
}
