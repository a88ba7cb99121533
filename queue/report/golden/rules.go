package golden

import "onedoor/queue"

// Rules are those of the golden centres: four departments, a window for each, and the outcomes
// that a centre counts by.
func Rules() *queue.Rules {
	say := func(zh, en string) queue.Text { return queue.Text{"zh": zh, "en": en} }
	service := func(id queue.ServiceID, zh, en string) queue.Service {
		return queue.Service{ID: id, Prefix: "A", Name: say(zh, en), Department: queue.DepartmentID(id), Floor: "1"}
	}
	window := func(id queue.WindowID, zh, en string) queue.WindowRule {
		return queue.WindowRule{ID: id, Label: say(zh, en), Floor: "1", Services: []queue.ServiceID{queue.ServiceID(id)}}
	}
	r := &queue.Rules{
		Centre: queue.Centre{
			Name: say("综治中心", "Governance Centre"), Locale: "zh", TimeZone: "Asia/Shanghai", Phone: queue.PhoneOff, Languages: []string{"zh", "en"},
			Floors: []queue.Floor{{ID: "1", Name: say("一楼", "Floor 1"), Wait: say("一楼大厅", "the hall on floor 1")}},
		},
		Departments: []queue.Department{
			{ID: "petition", Name: say("信访接待", "Petition reception")},
			{ID: "legal", Name: say("公共法律服务", "Public legal services")},
			{ID: "mediation", Name: say("人民调解", "People’s mediation")},
			{ID: "court", Name: say("共享法庭", "Shared court")},
		},
		Services: []queue.Service{
			service("petition", "来访接待", "Visitor reception"), service("legal", "法律援助", "Legal aid"),
			service("mediation", "人民调解", "Mediation"), service("court", "共享法庭", "Shared court"),
		},
		Windows: []queue.WindowRule{
			window("petition", "1 号窗口", "Window 1"), window("legal", "2 号窗口", "Window 2"), window("mediation", "调解室", "Mediation room"), window("court", "法庭", "Court"),
		},
		Staff:  []queue.Staff{{ID: "xiao", Roles: []queue.Role{queue.RoleClerk}}},
		Kiosks: []queue.Kiosk{{ID: "main", Name: say("取号机", "Kiosk")}},
		Bundles: []queue.Bundle{
			{ID: "settled", Name: say("当场办结", "Settled at once"), Steps: []queue.ServiceID{"petition", "legal"}},
			{ID: "mediated", Name: say("先调解", "Mediation first"), Steps: []queue.ServiceID{"petition", "mediation"}},
			{ID: "confirmed", Name: say("调解并确认", "Mediation and confirmation"), Steps: []queue.ServiceID{"petition", "mediation", "court"}},
		},
		Policy: queue.Policy{
			Rates:    map[queue.Class]int{queue.ClassOrdinary: 1, queue.ClassPriority: 3},
			CeilingS: 2700, NoShowReturn: queue.ReturnCredit, NoShowLapseS: 3600, HoldMaxS: 3600, UndoS: 120, PrintLapseS: 120, MaxParty: 200,
			Target: &queue.Target{WithinS: 900, Percent: 90},
		},
		Outcomes: []queue.Outcome{
			{ID: "answered", Name: say("当场答复", "Answered on the spot")},
			{ID: "accepted", Name: say("受理", "Case accepted"), Counts: queue.CountsAccepted},
			{ID: "concluded", Name: say("办结", "Concluded"), Counts: queue.CountsConcluded},
			{ID: "mediated", Name: say("调解成功", "Mediated"), Counts: queue.CountsMediated},
			{ID: "mediation_failed", Name: say("调解不成", "Mediation failed"), Counts: queue.CountsFailed},
			{ID: "confirmed", Name: say("司法确认", "Judicial confirmation"), Counts: queue.CountsConfirmed},
		},
		Evaluation: []queue.Level{{ID: "content", Name: say("满意", "Satisfied")}},
	}
	if err := r.Prepare(); err != nil {
		panic(err) // they are written above
	}
	return r
}
