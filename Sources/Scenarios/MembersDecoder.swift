import LocatedJSON
import Quantities

/// Keys of a dated change of membership.
private let memberEventKeys = KeyTable(
  "a change of membership",
  [
    .required("date", .date, "The effective date."),
    .required(
      "members", .number(.from(-1e9, to: 1e9), example: "120000"),
      "Members that join, or leave when negative."),
    .optional("name", .text, "A name for the report."),
    .optional(
      "alreadyMembers", .number(.from(0, to: 1e9), example: "118000"),
      "Of those who join, how many were members before under another contract; they are not new."),
  ])

/// Keys of membership over time.
let membersKeys = KeyTable(
  "members",
  [
    .required(
      "start", .number(.above(0, to: 1e9), example: "250000"),
      "Members on the first day, before events of that day."),
    .optional("events", .series(.object(memberEventKeys)), "Dated changes."),
  ])

extension ReadingContext {
  /// Reads membership over time.
  func membersSpec(_ item: Item) -> MembersSpec? {
    guard let reader = ObjectReader(item, membersKeys, self) else { return nil }
    let start = reader.number("start")
    var events: [MembersSpec.Event] = []
    var isComplete = true
    for element in reader.item("events").map({ list($0, reader.form("events")) }) ?? [] {
      if let event = memberEvent(element) { events.append(event) } else { isComplete = false }
    }
    guard let start, isComplete else { return nil }
    // A stable order: by date, then as written.
    let ordered = events.enumerated().sorted {
      ($0.element.date, $0.offset) < ($1.element.date, $1.offset)
    }.map(\.element)
    var left = start
    for event in ordered {
      left += event.members
      guard left >= 0 else {
        report(
          .contradiction, reader.item("events") ?? item,
          "\"\(event.name)\" on \(event.date) leaves \(plain(left)) members",
          "Start with more members, or let at most \(plain(left - event.members)) leave")
        return nil
      }
    }
    doubtRenames(ordered, reader.item("events") ?? item)
    return MembersSpec(start: start, events: ordered)
  }

  /// Asks about members who leave and join in like numbers on one day, as when a contract gets another name.
  private func doubtRenames(_ events: [MembersSpec.Event], _ item: Item) {
    for joining in events where joining.members > 0 && joining.alreadyMembers == 0 {
      for leaving in events where leaving.date == joining.date && leaving.members < 0 {
        guard abs(joining.members + leaving.members) <= 0.1 * joining.members else { continue }
        warn(
          item,
          "on \(joining.date) \(plain(-leaving.members)) members leave (\(leaving.name)) and "
            + "\(plain(joining.members)) join (\(joining.name)); who only changes contract is not new",
          "Add \"alreadyMembers\": \(plain(min(joining.members, -leaving.members))) to the second if they are the same"
        )
      }
    }
  }

  /// The elements of a list that may be empty, at most 10,000.
  func list(_ item: Item, _ form: ValueForm) -> [Item] {
    guard let elements = item.elements else {
      reportKind(item, form)
      return []
    }
    guard elements.count <= 10_000 else {
      report(
        .outOfRange, item, "the list has \(elements.count) elements", "Write at most 10000")
      return []
    }
    return elements
  }

  private func memberEvent(_ element: Item) -> MembersSpec.Event? {
    guard let reader = ObjectReader(element, memberEventKeys, self) else { return nil }
    let date = reader.date("date")
    let members = reader.number("members")
    let name = reader.text("name")
    if let members, members > 0 {
      reader.note("alreadyMembers", "0", "all who join are said to be new")
    }
    let already = reader.number("alreadyMembers") ?? 0
    if let members, already > max(0, members) {
      reader.report(
        .contradiction, "alreadyMembers", "more were members before than join",
        "Write at most the number of members that join, \(plain(max(0, members)))")
      return nil
    }
    if members == 0 {
      reader.report(
        .contradiction, "members", "0 members change nothing",
        "Write how many join, or a negative number that leave")
      return nil
    }
    guard let date, let members, isWithinReach(date, reader, isMembership: true) else {
      return nil
    }
    let usual = members > 0 ? "New members" : "Leaving members"
    var event = MembersSpec.Event(date: date, members: members, name: name ?? usual)
    event.alreadyMembers = already
    return event
  }

  /// Whether an event's date can matter to the horizon; notes it when not.
  func isWithinReach(_ date: LocalDate, _ reader: ObjectReader, isMembership: Bool) -> Bool {
    guard let calendar else { return true }
    if isMembership, date < calendar.start {
      reader.report(
        .outOfRange, "date", "\(date) is before the horizon, which begins on \(calendar.start)",
        "Count these members in members.start, or write a later day")
      return false
    }
    let first = calendar.start - 366
    let last = isMembership ? calendar.end + 366 : calendar.end
    guard date >= first, date <= last else {
      reader.report(
        .outOfRange, "date",
        "\(date) is too far from the horizon of \(calendar.start) to \(calendar.end)",
        "Write a day from \(isMembership ? calendar.start : first) to \(last)")
      return false
    }
    return true
  }
}
