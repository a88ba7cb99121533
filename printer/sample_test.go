package printer

import "testing"

// sampleURL is as long as a status URL in a lobby: some 45 characters.
const sampleURL = "http://192.168.10.20:8080/t/qJZrhmXwtKfLdgVbx"

// samples are LOOK's complete slip in both languages, with the longest likely
// number.
func samples() map[string]Ticket {
	return map[string]Ticket{
		"zh": {
			Lang: "zh", Centre: "城东区社会治理中心", Date: "2026年3月14日", Time: "09:42", Number: "A1000",
			Service: "劳动争议调解", Where: "请在一楼大厅等，叫到再去", Ahead: "前面还有 2 位",
			QR: sampleURL, QRNote: "手机扫一扫，随时看排到哪儿了",
			NoPhone: "没有手机也一样叫您。过号请持此票到咨询台", Valid: "本号当日有效", Code: "查询码 4827-163",
		},
		"en": {
			Lang: "en", Centre: "Chengdong Social Governance Centre", Date: "14 Mar 2026", Time: "09:42",
			Number: "A1000", Service: "Labour dispute mediation", Where: "Please wait in the hall, floor 1",
			Ahead: "2 people before you", QR: sampleURL, QRNote: "Scan to follow your place",
			NoPhone: "No phone? We call you all the same. Missed it? Show this at the desk.",
			Valid:   "Valid today", Code: "Code 4827-163",
		},
	}
}

func sample(t testing.TB, lang string) Slip {
	t.Helper()
	return samples()[lang].Slip(nil)
}
