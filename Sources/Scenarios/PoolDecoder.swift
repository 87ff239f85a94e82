import LocatedJSON
import Quantities

extension ReadingContext {
  /// Reads a pool.
  func pool(_ name: String, _ item: Item) -> PoolSpec? {
    guard let contract = contractOf(item) else { return nil }
    let isEmployed = contract == .fte
    var table = isEmployed ? employeeKeys : assistantKeys
    // A plain model has no use for the contract.
    if use == .simulate || item.hasFixedPeople { table.keys[0].need = .optional }
    guard let reader = ObjectReader(item, table, self) else { return nil }
    let agents = reader.whole("agents")
    let isFixed = use == .simulate || item.hasFixedPeople
    let skills = skillNames(reader)
    let has = reader.texts("has")?.map(\.text) ?? []
    let hours = reader.number("hoursPerWeek", or: 40, "a full week of paid hours")
    let shrinkage = lostShare(reader, isEmployed: isEmployed, isFixed: isFixed)
    let attrition = yearlyAttrition(reader, isEmployed: isEmployed, isFixed: isFixed)
    let current = currentPeople(reader)
    if hasCalendar, !isFixed { noteStaffing(reader, isEmployed: isEmployed) }
    let hiring = reader.item("hiring").flatMap { hiringSpec($0) }
    let pay = isEmployed ? paySpec(reader, hoursPerWeek: hours, isFixed: isFixed) : nil
    let pricing = isEmployed ? nil : pricingSpec(reader, isFixed: isFixed)
    let commitment = isEmployed ? 0 : committedHours(reader, hoursPerWeek: hours)
    if !isEmployed { reader.note("noticePeriod", "0s", "no notice is given") }
    let notice = isEmployed ? 0 : (reader.duration("noticePeriod") ?? 0) / 86_400
    let technology = reader.dollars("technologyPerMonth", or: 0, "none is given")
    let routing = poolRouting(reader)
    checkFixed(reader)
    guard let skills else { return nil }
    var spec = PoolSpec(
      name: name, contract: contract, skills: skills, has: has, country: country(reader),
      agents: agents, hoursPerWeek: hours, shrinkage: shrinkage, attritionPerYear: attrition,
      current: current, hiring: hiring, pay: pay, pricing: pricing,
      commitmentHoursPerWeek: commitment, noticeDays: notice, technologyPerMonth: technology,
      supervision: supervision(reader))
    spec.routing = routing
    spec.isPaidByHour = reader.has("wagePerHour")
    spec.shifts = shiftSpec(reader)
    addExtras(&spec, reader)
    if isEmployed, let inner = reader.object("overtime"), let hours = inner.number("hoursPerWeek") {
      spec.overtime = (
        hours, inner.number("premium", or: 0.5, "time and a half"), yearlyOvertime(inner)
      )
    }
    if isEmployed { spec.crossTraining = crossTraining(reader, skills: skills) }
    spec.releasePerPerson = reader.dollars(isEmployed ? "severancePerPerson" : "terminationFee")
    spec.maximumPeople = maximumPeople(reader, current: current)
    if !isEmployed {
      if let inner = reader.object("rampLimits") {
        spec.rampLimits = (inner.whole("upPerWeek"), inner.whole("downPerWeek"))
      }
      spec.lockBand = reader.object("forecastLock")?.number("band")
    }
    checkPlaces(reader, spec)
    checkWeek(reader, spec)
    return spec
  }

  private func crossTraining(_ reader: ObjectReader, skills: [String]) -> CrossTrainingSpec? {
    guard let inner = reader.object("crossTraining") else { return nil }
    let has = inner.texts("has")?.map(\.text) ?? []
    let queues = skillNames(inner, "queues")
    let time = inner.duration("trainingTime")
    let cost = inner.dollars("costPerPerson", or: 0, "only the time of teaching costs")
    if has.isEmpty, let known = queues?.first(where: skills.contains) {
      inner.report(
        .contradiction, "queues", "the pool works \(LocatedProblem.quoted(known)) already",
        "Write queues that are not among its \"skills\", or \"has\" for more of their steps")
    }
    if let time, let calendar, time / 86_400 >= Double(calendar.end - calendar.start + 1) {
      inner.report(
        .contradiction, "trainingTime", "nobody taught could ever do the work in the horizon",
        "Write less than the \(calendar.end - calendar.start + 1) days of the calendar")
    }
    guard let queues, let time else { return nil }
    return CrossTrainingSpec(
      queues: queues, has: has, trainingDays: time / 86_400, costPerPerson: cost,
      maximumPeople: inner.whole("maximumPeople"))
  }

  private func contractOf(_ item: Item) -> PoolSpec.Contract? {
    guard item.members != nil else {
      reportKind(item, .object(employeeKeys))
      return nil
    }
    let form = ValueForm.choice(PoolSpec.Contract.self)
    if let given = item.member("contract") {
      return choice(given, form, as: PoolSpec.Contract.self)
    }
    if use == .simulate || item.hasFixedPeople {
      note(item.path.key("contract"), "fte", "a plain model does not depend on it")
      return .fte
    }
    report(
      .missingKey, item, "\"contract\" is missing from a pool",
      "Add \"contract\": \"fte\" for employees or \"va\" for virtual assistants")
    return nil
  }

  private func checkFixed(_ reader: ObjectReader) {
    switch (use, reader.has("agents")) {
    case (.run, true):
      reader.report(
        .contradiction, "agents", "a run plans the number of people itself",
        "Write \"current\": { \"headcount\": … } instead, or use caseload simulate")
    case (_, false) where reader.has("shifts"): break
    case (.simulate, false):
      report(
        .missingKey, reader.item, "\"agents\" is missing from \(reader.table.subject)",
        "Add \"agents\": 10, the people at work; or use caseload run, which plans them")
    case (.any, false) where !hasCalendar:
      report(
        .missingKey, reader.item,
        "there are neither \"agents\" here nor a calendar to plan people over",
        "Add \"agents\": 10 for a plain model, or \"calendar\" to the spec")
    default: break
    }
  }

  private func skillNames(_ reader: ObjectReader, _ key: String = "skills") -> [String]? {
    guard let skills = reader.texts(key) else { return nil }
    var isKnown = true
    for skill in skills where !queueNames.contains(skill.text) {
      isKnown = false
      // That there are no queues at all is told where they are read.
      if queueNames.isEmpty { continue }
      report(
        .unknownName, skill.item, "there is no queue \(skill.item.words)",
        "The queues are, nearest first: \(quotedList(nearest(to: skill.text, among: queueNames)))")
    }
    return isKnown ? skills.map(\.text) : nil
  }

  private func country(_ reader: ObjectReader) -> String? {
    guard let item = reader.item("country"), let country = text(item) else { return nil }
    guard country.utf8.count == 2, country.utf8.allSatisfy({ (0x41...0x5A).contains($0) }) else {
      report(
        .unreadableValue, item, "\(item.words) is no country code",
        "Write two capital letters (ISO 3166), such as \"US\" or \"PH\"")
      return nil
    }
    return country
  }

  private func shrinkageShare(_ reader: ObjectReader, isEmployed: Bool, isFixed: Bool) -> Double {
    guard isEmployed else {
      return reader.number(
        "shrinkagePaid", or: 0, "only time at work is paid unless the contract says otherwise")
    }
    if isFixed { return reader.number("shrinkage", or: 0, "agents are people at work") }
    if !reader.has("shrinkage") {
      report(
        .missingKey, reader.item, "\"shrinkage\" is missing from an FTE pool",
        "Add \"shrinkage\": 0.32, the paid time not logged in for work; half of contact centres "
          + "report 0.26 to 0.35 (SWPP 2024)")
    }
    return reader.number("shrinkage") ?? 0
  }

  /// Paid time that does no work: shrinkage, and of what is left what outages and leaving the plan take.
  private func lostShare(_ reader: ObjectReader, isEmployed: Bool, isFixed: Bool) -> Double {
    let shrinkage = shrinkageShare(reader, isEmployed: isEmployed, isFixed: isFixed)
    let adherence = reader.number("adherence", or: 1, "what is lost is said to be in the shrinkage")
    let outage = reader.number("outageShare", or: 0, "what is lost is said to be in the shrinkage")
    return adherence == 1 && outage == 0
      ? shrinkage : 1 - (1 - shrinkage) * adherence * (1 - outage)
  }

  private func yearlyAttrition(_ reader: ObjectReader, isEmployed: Bool, isFixed: Bool) -> Double {
    guard isEmployed, !isFixed else {
      return reader.number(
        "attritionPerYear", or: 0, isFixed ? "agents are fixed" : "the vendor replaces leavers")
    }
    if !reader.has("attritionPerYear") {
      report(
        .missingKey, reader.item, "\"attritionPerYear\" is missing from an FTE pool",
        "Add \"attritionPerYear\": 0.38, leavers divided by average headcount; there is no sound "
          + "source for a default")
    }
    return reader.number("attritionPerYear") ?? 0
  }

  private func yearlyOvertime(_ reader: ObjectReader) -> Double? {
    reader.note("hoursPerYear", "no limit", "none is given")
    return reader.number("hoursPerYear")
  }

  /// Notes what is assumed of how people come and go when the spec does not say.
  private func noteStaffing(_ reader: ObjectReader, isEmployed: Bool) {
    reader.note("maximumPeople", "no limit", "none is given")
    if isEmployed {
      reader.note("hiring", "none", "a pool without it only shrinks")
      reader.note("severancePerPerson", "none", "nobody is let go unless its cost is given")
      reader.note("overtime", "none", "none is allowed unless the spec says so")
    } else {
      reader.note("hiring", "at once", "the vendor is said to have trained people ready")
      reader.note("terminationFee", "0", "none is given")
      reader.note("rampLimits", "none", "none are given")
      reader.note("forecastLock", "none", "hours may follow demand week by week")
    }
  }

  private func currentPeople(_ reader: ObjectReader) -> (headcount: Double, inTraining: Double) {
    guard let inner = reader.object("current") else {
      reader.note("current", "{ \"headcount\": 0 }", "a pool starts empty")
      return (0, 0)
    }
    return (
      inner.number("headcount") ?? 0, inner.number("inTraining", or: 0, "nobody is in training")
    )
  }

  private func hiringSpec(_ item: Item) -> HiringSpec? {
    guard let reader = ObjectReader(item, hiringKeys, self) else { return nil }
    let lead = reader.duration("leadTime")
    let training = reader.duration("training")
    let size = reader.whole("classSize")
    let shares = reader.list("ramp")
    let ramp = (shares ?? []).compactMap { number($0, .anyShare) }
    let recruiting = reader.dollars("recruitingPerHire", or: 0, "none is given")
    let extra = reader.dollars("trainingPerHire", or: 0, "none is given")
    if let lead, let training, let calendar {
      let days = calendar.end - calendar.start + 1
      if training / 86_400 >= Double(days) {
        reader.report(
          .contradiction, "training", "nobody hired could ever work in the horizon",
          "Write less than the \(days) days of the calendar")
      } else if (lead + training) / 86_400 >= Double(days), let item = reader.item("leadTime") {
        warn(
          item, "with the training nobody hired could work in the horizon of \(days) days",
          "Write less than \(plain(Double(days) - training / 86_400))d, or leave \"hiring\" out")
      }
    }
    if !ramp.isEmpty, ramp.allSatisfy({ $0 == 0 }) {
      reader.report(
        .contradiction, "ramp", "nobody hired would do any work",
        "Write shares of full speed, such as [0.5, 0.75, 0.9, 1.0]")
    }
    guard let lead, let training, let size, let shares, ramp.count == shares.count else {
      return nil
    }
    var spec = HiringSpec(
      leadDays: lead / 86_400, trainingDays: training / 86_400, classSize: size, ramp: ramp,
      recruitingPerHire: recruiting, trainingPerHire: extra)
    spec.trainingPlaces = reader.whole("trainingPlaces")
    return spec
  }

  private func committedHours(_ reader: ObjectReader, hoursPerWeek: Double) -> Double {
    reader.note("commitment", "0h/week", "no hours are promised")
    guard let item = reader.item("commitment"), let hours = weeklyHours(item) else { return 0 }
    if hours > hoursPerWeek {
      report(
        .contradiction, item, "\(item.words) is more than the hoursPerWeek of one person",
        "Write at most \"\(plain(hoursPerWeek))h/week\"")
    }
    return hours
  }

  private func maximumPeople(
    _ reader: ObjectReader, current: (headcount: Double, inTraining: Double)
  ) -> Int? {
    guard let most = reader.whole("maximumPeople") else { return nil }
    let now = current.headcount + current.inTraining
    if Double(most) < now {
      reader.report(
        .contradiction, "maximumPeople", "there are \(plain(now)) people now",
        "Write at least \(Int(now.rounded(.up)))")
    }
    return most
  }

  private func supervision(
    _ reader: ObjectReader
  ) -> (span: Double, loadedCostPerYear: Dated<Double>)? {
    reader.note("supervision", "none", "none is given, so none is counted")
    guard let inner = reader.object("supervision") else { return nil }
    let span = inner.number("span")
    let cost = inner.dollars("loadedCostPerYear")
    guard let span, let cost else { return nil }
    return (span, cost)
  }
}
