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
    return MembersSpec(start: start, events: ordered)
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
    return MembersSpec.Event(date: date, members: members, name: name ?? usual)
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
