package kiosk

import "onedoor/queue"

// lobby is a centre of many departments, as a kiosk's first page has to hold.
func lobby(r *queue.Rules) {
	zh := func(zh, en string) queue.Text { return queue.Text{"zh": zh, "en": en} }
	r.Centre.Name = zh("西夏区社会治理综合服务中心", "Xixia District Social Governance Service Centre")
	r.Centre.Wifi = "OneDoor-Demo"
	r.Departments, r.Services = nil, nil
	add := func(dep, depZH, depEN string, services ...queue.Service) {
		r.Departments = append(r.Departments, queue.Department{ID: queue.DepartmentID(dep), Name: zh(depZH, depEN)})
		for _, s := range services {
			s.Department = queue.DepartmentID(dep)
			if s.Floor == "" {
				s.Floor = "f1"
			}
			if s.Prefix = "A"; s.Floor == "f3" {
				s.Prefix = "H"
			}
			r.Services = append(r.Services, s)
		}
	}
	add("labour", "劳动维权", "Labour Rights", queue.Service{
		ID: "labour", Icon: "work", Name: zh("劳动维权", "Labour rights"),
		Words: []queue.Text{zh("工资没拿到", "Unpaid wages"), zh("工伤", "Injured at work")}, Bring: zh("劳动合同、工资记录，没有也可以来", "your contract and pay records, if you have them"),
	})
	add("mediation", "人民调解中心", "People’s Mediation",
		queue.Service{
			ID: "mediation", Icon: "house", Name: zh("人民调解", "People’s mediation"),
			Words: []queue.Text{zh("物业", "Property management"), zh("邻里", "Neighbours"), zh("家庭", "Family")},
		},
		queue.Service{ID: "xiao", Icon: "house", Name: zh("老肖调解工作室", "Lao Xiao’s mediation studio"), Words: []queue.Text{zh("找老肖", "See Lao Xiao")}})
	add("petition", "信访接待中心", "Petition Reception", queue.Service{
		ID: "petition", Icon: "speech", Name: zh("信访接待", "Petition reception"), Public: zh("来访接待", "Visitor reception"),
		Words: []queue.Text{zh("反映问题", "Raise a problem"), zh("求助", "Ask for help")},
	})
	add("court", "法院共享法庭", "Shared Court",
		queue.Service{ID: "court", Icon: "scales", Floor: "f3", Name: zh("网上立案", "Online case filing"), Words: []queue.Text{zh("网上立案", "File a case online"), zh("起诉", "Sue somebody")}, Bring: zh("身份证、起诉状、证据材料", "ID card, statement of claim, evidence")},
		queue.Service{ID: "hearing", Icon: "scales", Floor: "f3", Name: zh("线上庭审", "Online hearing"), Words: []queue.Text{zh("开庭", "Attend a hearing")}, Bring: zh("传票、身份证", "Summons and ID card")},
		queue.Service{ID: "online-mediation", Icon: "scales", Floor: "f3", Name: zh("线上调解", "Online mediation"), Words: []queue.Text{zh("对方在外地", "The other side is far away")}},
		queue.Service{ID: "confirmation", Icon: "scales", Floor: "f3", Name: zh("司法确认", "Judicial confirmation"), Words: []queue.Text{zh("确认调解协议", "Confirm a mediation agreement")}, Bring: zh("调解协议书、双方身份证", "The agreement and both sides’ ID cards")})
	add("legal", "公共法律服务中心", "Public Legal Services",
		queue.Service{ID: "law", Icon: "document", Name: zh("公共法律服务", "Public legal services"), Words: []queue.Text{zh("问法律", "Legal questions"), zh("写材料", "Help with papers")}},
		queue.Service{ID: "legal", Icon: "document", Name: zh("法律援助", "Legal aid"), Words: []queue.Text{zh("请不起律师", "Can’t afford a lawyer")}, Bring: zh("身份证、与案件有关的材料", "ID card and the papers of your case")})
	add("psychology", "心理服务", "Psychological Counselling", queue.Service{ID: "psychology", Icon: "person", Name: zh("心理疏导", "Psychological counselling"), Public: zh("谈心室", "Quiet room"), Words: []queue.Text{zh("心理疏导", "Talk to somebody")}})
	add("hotline", "12345 热线", "12345 Hotline", queue.Service{ID: "hotline", Icon: "speech", Name: zh("12345 热线事项", "12345 hotline matters"), Words: []queue.Text{zh("打过 12345", "Already called 12345")}})
	add("reconsideration", "行政复议", "Administrative Reconsideration", queue.Service{ID: "reconsideration", Icon: "document", Name: zh("行政复议", "Administrative reconsideration"), Words: []queue.Text{zh("对处罚不服", "Contest a penalty")}})
	r.Windows = []queue.WindowRule{
		{ID: "w1", Label: zh("1 号窗口", "Window 1"), Floor: "f1", Services: []queue.ServiceID{"petition", "labour", "hotline"}},
		{ID: "w3", Label: zh("3 号窗口", "Window 3"), Floor: "f1", Services: []queue.ServiceID{"labour", "law", "legal"}},
		{ID: "xiao", Label: zh("老肖调解工作室", "Lao Xiao’s studio"), Floor: "f1", Services: []queue.ServiceID{"xiao", "mediation"}},
		{ID: "court", Label: zh("共享法庭", "Shared court"), Floor: "f3", Services: []queue.ServiceID{"court", "hearing", "confirmation"}},
	}
	r.Staff = []queue.Staff{{ID: "anna", Roles: []queue.Role{queue.RoleClerk}}}
	r.Screens = nil
}
