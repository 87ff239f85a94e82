import LocatedJSON
import Quantities

extension ReadingContext {
  /// Reads a string.
  func text(_ item: Item, allowsEmpty: Bool = false) -> String? {
    guard let text = item.value.string else {
      reportKind(item, .text)
      return nil
    }
    if !allowsEmpty && text.allSatisfy(\.isWhitespace) {
      report(.empty, item, "the text is empty", "Write some text, or leave the key out")
      return nil
    }
    guard text.unicodeScalars.allSatisfy({ $0.isPrinted || "\t\n\r".unicodeScalars.contains($0) })
    else {
      report(
        .unreadableValue, item, "\(item.words) holds characters that do not print",
        "Write it without control characters")
      return nil
    }
    return text
  }

  /// Reads a Boolean.
  func flag(_ item: Item) -> Bool? {
    if let flag = item.value.bool { return flag }
    reportKind(item, .flag)
    return nil
  }

  /// Reads a number, a share or dollars.
  func number(_ item: Item, _ form: ValueForm) -> Double? {
    let bounds: Bounds
    switch form {
    case .share(let range, _), .number(let range, _), .dollars(let range, _): bounds = range
    case .dated(let inner): return number(item, inner)
    default: preconditionFailure("\(item.path) is no number but \(form.words)")
    }
    guard let value = item.value.number?.double else {
      reportKind(item, form)
      return nil
    }
    guard bounds.contains(value) else {
      reportRange(item, form)
      return nil
    }
    return value
  }

  /// Reads a whole number.
  func whole(_ item: Item, _ form: ValueForm) -> Int? {
    guard case .whole(let range, _) = form else {
      preconditionFailure("\(item.path) is no whole number but \(form.words)")
    }
    guard let number = item.value.number else {
      reportKind(item, form)
      return nil
    }
    guard let value = number.integer, range.contains(value) else {
      reportRange(item, form)
      return nil
    }
    return value
  }

  /// Reads a length of time in seconds.
  func duration(_ item: Item, _ form: ValueForm) -> Double? {
    if case .dated(let inner) = form { return duration(item, inner) }
    guard case .duration(let bounds, let example) = form else {
      preconditionFailure("\(item.path) is no length of time but \(form.words)")
    }
    let units = "Write a number with a unit (s, m or min, h, d, week, mo), such as \"\(example)\""
    if item.value.number != nil {
      report(.wrongUnit, item, "\(item.words) has no unit", units)
      return nil
    }
    guard let text = item.value.string else {
      reportKind(item, form)
      return nil
    }
    guard let value = seconds(text) else {
      let hasUnit = text.contains { $0.isLetter }
      let problem = hasUnit ? "is no length of time" : "has no unit"
      report(.wrongUnit, item, "\(item.words) \(problem)", units)
      return nil
    }
    guard bounds.contains(value) else {
      reportRange(item, form)
      return nil
    }
    return value
  }

  /// Seconds of a text such as `-30d` or `2 weeks`; nothing when it is no length of time.
  private func seconds(_ text: String) -> Double? {
    let isNegative = text.hasPrefix("-")
    let size = (isNegative ? String(text.dropFirst()) : text)
      .replacing("weeks", with: "w").replacing("week", with: "w")
    guard let value = Seconds(text: size)?.value, value.isFinite else { return nil }
    return isNegative ? -value : value
  }

  /// Reads a date.
  func date(_ item: Item) -> LocalDate? {
    guard let text = item.value.string else {
      reportKind(item, .date)
      return nil
    }
    guard let date = LocalDate(text) else {
      let parts = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
      let looksRight = text.utf8.count == 10 && parts.count == 3 && !parts.contains(nil)
      report(
        .unreadableValue, item,
        looksRight ? "there is no day \(item.words)" : "\(item.words) is no date",
        "Write a day that exists as year-month-day, such as \"2027-01-01\"")
      return nil
    }
    return date
  }

  /// Reads a rate in events per second.
  func rate(_ item: Item) -> Double? {
    guard let text = item.value.string else {
      if item.value.number != nil {
        report(
          .wrongUnit, item, "\(item.words) has no unit",
          "Write a count for a time, such as \"120/30m\"")
      } else {
        reportKind(item, .rate)
      }
      return nil
    }
    let clean = text.replacing("weeks", with: "w").replacing("week", with: "w")
    guard let rate = EventRate(text: clean)?.perSecond, rate.isFinite else {
      report(
        .wrongUnit, item, "\(item.words) is no rate",
        "Write a count for a time, such as \"120/30m\" or \"10/s\"")
      return nil
    }
    guard rate <= 10_000 else {
      report(.outOfRange, item, "\(item.words) is out of range", "Write at most \"10000/s\"")
      return nil
    }
    return rate
  }

  /// Reads opening hours.
  func hours(_ item: Item) -> WeeklyHours? {
    guard let text = item.value.string else {
      reportKind(item, .hours)
      return nil
    }
    guard let hours = WeeklyHours(text: text) else {
      report(
        .unreadableValue, item, "\(item.words) are no opening hours, or some overlap",
        "Write days and times, such as \"Mon-Fri 08:00-20:00, Sat 09:00-17:00\", "
          + "\"daily 08:00-20:00\" or \"24/7\"")
      return nil
    }
    guard hours.hoursPerWeek > 0 else {
      report(
        .contradiction, item, "these hours never open",
        "Write at least one span, such as \"Mon-Fri 08:00-20:00\"")
      return nil
    }
    return hours
  }

  /// Reads one of some words.
  func choice<Value: RawRepresentable<String>>(
    _ item: Item, _ form: ValueForm, as type: Value.Type
  ) -> Value? {
    guard case .choice(let words) = form else {
      preconditionFailure("\(item.path) is no choice but \(form.words)")
    }
    guard let text = item.value.string else {
      reportKind(item, form)
      return nil
    }
    guard words.contains(text), let value = Value(rawValue: text) else {
      report(
        .unknownWord, item, "\(item.words) is not known here",
        "Write one of these, nearest first: \(quotedList(nearest(to: text, among: words)))")
      return nil
    }
    return value
  }

  /// Reads a share of paths from text such as `P80`.
  func percentile(_ item: Item) -> Double? {
    let form = ValueForm.percentile
    guard let text = item.value.string else {
      reportKind(item, form)
      return nil
    }
    let digits = text.dropFirst()
    guard text.first == "P", digits.allSatisfy({ $0.isASCII && ($0.isNumber || $0 == ".") }),
      let number = Double(digits)
    else {
      reportText(item, form)
      return nil
    }
    guard number > 0, number < 100 else {
      let why = number >= 100 ? ": no number of people is enough for every future" : ""
      report(
        .outOfRange, item, "\(item.words) is out of range\(why)",
        "Write \(form.words), such as \"P80\"")
      return nil
    }
    return number / 100
  }

  /// The elements of a list, 1 to 1000.
  func elements(_ item: Item, _ form: ValueForm) -> [Item]? {
    guard let elements = item.elements else {
      reportKind(item, form)
      return nil
    }
    if elements.isEmpty {
      report(.empty, item, "the list is empty", "Write \(form.words)")
      return nil
    }
    guard elements.count <= 1000 else {
      report(.outOfRange, item, "the list has \(elements.count) elements", "Write at most 1000")
      return nil
    }
    return elements
  }

  /// Reads hours a week from text such as `20h/week`.
  func weeklyHours(_ item: Item) -> Double? {
    let form = ValueForm.weeklyTime
    guard let text = item.value.string else {
      reportKind(item, form)
      return nil
    }
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
      .map { $0.filter { $0 != " " } }
    guard parts.count == 2, ["week", "w", "1w"].contains(parts[1]),
      let value = Seconds(text: parts[0])?.hours, value <= 168
    else {
      reportText(item, form)
      return nil
    }
    return value
  }

  /// Reads a value or a list of values by date.
  func dated<Value: Sendable>(
    _ item: Item, _ form: ValueForm, _ read: (Item) -> Value?
  ) -> Dated<Value>? {
    guard let entries = item.elements else { return read(item).map { Dated($0) } }
    if entries.isEmpty {
      report(
        .empty, item, "the list of values is empty",
        "Write [{ \"from\": \"2027-01-01\", \"value\": \(form.example) }]")
      return nil
    }
    let table = KeyTable(
      "a value by date",
      [
        .required("from", .date, "The first day on which the value holds."),
        .required("value", form, "The value."),
      ])
    var steps: [(from: LocalDate, value: Value)] = []
    var isComplete = true
    for entry in entries {
      let reader = ObjectReader(entry, table, self)
      let from = reader?.date("from")
      let value = reader?.item("value").flatMap(read)
      guard let from, let value else {
        isComplete = false
        continue
      }
      if let last = steps.last, from <= last.from, let place = reader?.item("from") {
        report(
          .contradiction, place,
          "\(from) is not after \(last.from), the date before it in the list",
          "Put the values in the order of their dates, each date once")
        isComplete = false
      }
      steps.append((from, value))
    }
    return isComplete ? Dated(steps: steps) : nil
  }
}
