import LocatedJSON
import Quantities

extension ReadingContext {
  /// Reads one cause of work.
  func cause(_ word: CauseWord, _ reader: ObjectReader, queue: String) -> DriverSpec.Cause? {
    guard let item = reader.item(word.rawValue) else { return nil }
    if !hasCalendar && word != .rate && word != .queue {
      report(
        .missingPart, item, atKey: true,
        "\"\(word.rawValue)\" has dates, and the spec has no calendar",
        "Add \"calendar\" to the spec, or write a \"rate\"")
    }
    switch word {
    case .claims: return claimsCause(reader.object("claims"))
    case .members: return membersCause(reader.object("members"))
    case .refillsDue: return refillsCause(reader.object("refillsDue"))
    case .event: return eventCause(reader.object("event"))
    case .rate: return rateCause(item)
    case .history: return historyCause(reader.object("history"))
    case .contacts:
      guard let inner = reader.object("contacts") else { return nil }
      let file = inner.text("file")
      let time = inner.text("time")
      guard let file, let time else { return nil }
      return .contacts(file: file, timeColumn: time)
    case .calendar: return scheduleCause(reader.object("calendar"))
    case .expiries: return expiriesCause(reader.object("expiries"))
    case .reset: return resetCause(reader.object("reset"))
    case .queue: return queueCause(reader.object("queue"), queue: queue)
    }
  }

  private func checkClaims(_ reader: ObjectReader) {
    if !hasClaims {
      report(
        .missingPart, reader.item, atKey: true, "the driver needs claims, and the spec has none",
        "Add \"claims\": { \"synthetic\": { \"profile\": \"mail-order\", \"rows\": 1000000 } } "
          + "to the spec, or write another cause")
    } else if hasMembers && !hasClaimsMembers {
      report(
        .missingPart, reader.item, atKey: true,
        "the spec has members, and does not say how many of them the claims stand for",
        "Add \"members\": 40000 to the spec's \"claims\"")
    }
  }

  private func claimsCause(_ reader: ObjectReader?) -> DriverSpec.Cause? {
    guard let reader else { return nil }
    checkClaims(reader)
    let text = reader.text("where")
    let perClaim = reader.number("perClaim")
    guard let text, let perClaim, let place = reader.item("where") else { return nil }
    return .claims(predicate: text, location: place.location, perClaim: perClaim)
  }

  private func refillsCause(_ reader: ObjectReader?) -> DriverSpec.Cause? {
    guard let reader else { return nil }
    checkClaims(reader)
    let text = reader.text("where")
    reader.note("where", "all fills", "no condition is given")
    let perRefill = reader.number("perRefill")
    let lead = reader.duration("lead")
    guard let perRefill, let lead, text != nil || !reader.has("where") else { return nil }
    return .refillsDue(
      predicate: text, location: (reader.item("where") ?? reader.item).location,
      perRefill: perRefill, leadDays: lead / 86_400)
  }

  private func membersCause(_ reader: ObjectReader?) -> DriverSpec.Cause? {
    guard let reader else { return nil }
    if !hasMembers {
      report(
        .missingPart, reader.item, atKey: true, "the driver needs members, and the spec has none",
        "Add \"members\": { \"start\": 250000 } to the spec")
    }
    let rate = reader.number("perMemberMonth")
    guard let elements = reader.list("tenureCurve") else { return nil }
    var points: [DriverSpec.TenurePoint] = []
    for element in elements {
      guard let point = ObjectReader(element, tenureKeys, self) else { return nil }
      let after = point.duration("after")
      let times = point.number("times")
      guard let after, let times else { return nil }
      if let last = points.last, after / 86_400 <= last.days {
        report(
          .contradiction, element, "this point is not after the one before it",
          "Put the points in the order of time, each time once")
        return nil
      }
      points.append(.init(days: after / 86_400, multiple: times))
    }
    return rate.map { .members(perMemberMonth: $0, tenureCurve: points) }
  }

  private func eventCause(_ reader: ObjectReader?) -> DriverSpec.Cause? {
    guard let reader else { return nil }
    let name = reader.text("name")
    let date = reader.date("date")
    let given = ["pieces", "members"].filter { reader.has($0) }
    let amounts = given.map { reader.number($0) }
    let share = reader.number("responseShare")
    if given.isEmpty {
      report(
        .missingKey, reader.item, "the event does not say how large it is",
        "Add \"pieces\": 120000 or \"members\": 120000")
    } else if given.count > 1 {
      reader.report(
        .contradiction, "members", "the event's size is given by \"pieces\" and by \"members\"",
        "Keep one of them")
    }
    guard let name, let date, let share, given.count == 1, let amount = amounts[0],
      isWithinReach(date, reader, isMembership: false)
    else { return nil }
    return .event(name: name, date: date, pieces: amount, responseShare: share)
  }

  private func rateCause(_ item: Item) -> DriverSpec.Cause? {
    guard item.members != nil else { return rate(item).map { .rate(perSecond: $0) } }
    guard case .either(let forms)? = driverKeys.key("rate")?.form,
      case .object(let table) = forms[1], let reader = ObjectReader(item, table, self)
    else { return nil }
    return reader.item("mean").flatMap { rate($0) }.map { .rate(perSecond: $0) }
  }

  private func historyCause(_ reader: ObjectReader?) -> DriverSpec.Cause? {
    guard let reader else { return nil }
    let file = reader.text("file")
    let time = reader.text("time")
    let value = reader.text("value")
    if let time, time == value {
      reader.report(
        .contradiction, "value", "time and value name the same column",
        "Write the heading of the number of contacts")
      return nil
    }
    guard let file, let time, let value else { return nil }
    return .history(file: file, timeColumn: time, valueColumn: value)
  }

  private func queueCause(_ reader: ObjectReader?, queue: String) -> DriverSpec.Cause? {
    guard let reader else { return nil }
    let name = reader.text("name")
    let share = reader.number("share")
    guard let name, let place = reader.item("name") else { return nil }
    let others = queueNames.filter { $0 != queue }
    guard others.contains(name) else {
      let choices =
        others.isEmpty
        ? "Add the queue that causes the work"
        : "The other queues are, nearest first: \(quotedList(nearest(to: name, among: others)))"
      report(
        name == queue ? .contradiction : .unknownName, place,
        name == queue ? "the queue causes its own work" : "there is no queue \(place.words)",
        choices)
      return nil
    }
    return share.map { .queue(name: name, share: $0) }
  }
}
