import LocatedJSON
import Quantities

extension ReadingContext {
  /// A profile that may be absent, as opposed to one that cannot be read.
  struct OptionalProfile {
    var shape: DriverSpec.Profile?
  }

  /// Reads the shape over the week and the day.
  func profileShape(_ reader: ObjectReader, _ word: CauseWord?) -> OptionalProfile? {
    guard let item = reader.item("profile") else {
      switch word {
      case .claims, .refillsDue: reader.note("profile", "the data's own", "none is given")
      case .members, .event, .expiries, .reset, .rate:
        reader.note("profile", "even over the open hours", "none is given")
      case .history, .contacts, .calendar, .queue, nil: break
      }
      return OptionalProfile(shape: nil)
    }
    let own: String? =
      switch word {
      case .history: "the history has its own shape over the week and the day"
      case .queue: "items come when those of the other queue cause them"
      case .calendar: "business days say when the work comes"
      case .contacts: "each contact comes at its own time"
      default: nil
      }
    if let own {
      report(.contradiction, item, own, "Leave the profile out")
      return nil
    }
    guard let inner = reader.object("profile") else { return nil }
    if word == .claims || word == .refillsDue, let place = inner.item("weekdays") {
      warn(
        place, "the claims have their own shape over the week, so only the hours count",
        "Leave the weekdays out")
    }
    if !inner.has("weekdays") && !inner.has("hours") {
      report(
        .empty, item, "the profile is empty", "Add \"weekdays\" or \"hours\", or leave it out")
      return nil
    }
    let weekdays = weights(
      inner, "weekdays", weekdayKeys, count: 7, order: "from Monday on",
      example: "[1.2, 1.1, 1, 1, 1, 0.4, 0]")
    let hours = weights(
      inner, "hours", hourKeys, count: 24, order: "from midnight on",
      example: "{ \"08:00\": 0.8, \"09:00\": 1.2 }")
    guard let weekdays, let hours else { return nil }
    return OptionalProfile(shape: .init(weekdays: weekdays, hours: hours))
  }

  /// Weights by position or by name; even when absent, 0 for an hour that is not named.
  private func weights(
    _ reader: ObjectReader, _ key: String, _ table: KeyTable, count: Int, order: String,
    example: String
  ) -> [Double]? {
    reader.note(key, "even", "only the other half of the profile is given")
    guard let item = reader.item(key) else { return Array(repeating: 1, count: count) }
    let form = table.keys[0].form
    let values: [Double]
    if item.members != nil {
      guard let inner = ObjectReader(item, table, self) else { return nil }
      for name in table.keys where inner.has(name.name) && inner.number(name.name) == nil {
        return nil
      }
      if table.keys.contains(where: { $0.need == .required && !inner.has($0.name) }) { return nil }
      values = table.keys.map { inner.number($0.name) ?? 0 }
    } else {
      guard let elements = item.elements else {
        reportKind(item, reader.form(key))
        return nil
      }
      guard elements.count == count else {
        report(
          .contradiction, item, "there are \(elements.count) weights",
          "Write \(count) numbers \(order), or name them: \(example)")
        return nil
      }
      let read = elements.compactMap { number($0, form) }
      guard read.count == count else { return nil }
      values = read
    }
    guard values.contains(where: { $0 > 0 }) else {
      report(
        .contradiction, item, "all weights are 0, so no work would ever come",
        "Write a weight above 0, such as \(example)")
      return nil
    }
    return values
  }
}
