import LocatedJSON
import Quantities

/// Reads the members of one object of the spec by the table of its keys.
struct ObjectReader {
  let item: Item
  let table: KeyTable
  let context: ReadingContext

  /// Opens an object: notes unknown, unbuilt, misplaced and missing keys.
  ///
  /// Nothing when the value is no object, which is noted too.
  init?(_ item: Item, _ table: KeyTable, _ context: ReadingContext) {
    (self.item, self.table, self.context) = (item, table, context)
    guard let members = item.members else {
      context.reportKind(item, .object(table))
      return nil
    }
    for (name, member) in members where !context.isFull { check(name, member) }
    for key in table.keys where key.need == .required && self.item(key.name) == nil {
      context.report(
        .missingKey, item, "\"\(key.name)\" is missing from \(table.subject)",
        "Add \"\(key.name)\": \(key.form.example). \(key.documentation)")
    }
  }

  private func check(_ name: String, _ member: Item) {
    guard let key = table.key(name) else {
      let valid = table.keys.filter { key in
        (key.need == .required || key.need == .optional)
          && (context.isPlain || key.remedyInRun == nil)
      }
      let known = nearest(to: name, among: valid.map(\.name))
      context.report(
        .unknownKey, member, atKey: true,
        "\(LocatedProblem.quoted(name)) is no key of \(table.subject)",
        "Its keys are, nearest first: \(known.joined(separator: ", "))")
      return
    }
    if let remedy = key.remedyInRun, !context.isPlain, !member.value.isNull {
      context.report(
        .notBuilt, member, atKey: true,
        "\"\(name)\" is not built yet where people are planned", remedy)
    }
    switch key.need {
    case .required, .optional: break
    case .notBuilt where !member.value.isNull:
      context.report(
        .notBuilt, member, atKey: true, "\"\(name)\" is not built yet", key.documentation)
    case .elsewhere where !member.value.isNull:
      context.report(
        .misplacedKey, member, atKey: true, "\"\(name)\" does not belong to \(table.subject)",
        key.documentation)
    case .notBuilt, .elsewhere: break
    }
  }

  /// The value under a key, unless it is absent or `null`.
  func item(_ key: String) -> Item? { item.member(key) }

  /// Whether there is a value under a key.
  func has(_ key: String) -> Bool { item(key) != nil }

  /// The form of a key; asking for a key that the table does not have is a programmer's error.
  func form(_ key: String) -> ValueForm {
    guard let found = table.key(key) else {
      preconditionFailure("\(table.subject) has no key \(key)")
    }
    return found.form
  }

  /// Notes a problem at the value of a key, or at the object when the key is absent.
  func report(
    _ code: LocatedProblem.Code, _ key: String, _ problem: String, _ remedy: String
  ) {
    context.report(code, item(key) ?? item, problem, remedy)
  }

  /// Takes a default for a key when it is absent; where people are planned, what only a simulation of
  /// fixed people knows has none.
  func note(_ key: String, _ value: String, _ source: String) {
    if !context.isPlain, table.key(key)?.remedyInRun != nil { return }
    if !has(key) { context.note(item.path.key(key), value, source) }
  }
}

extension ObjectReader {
  /// The text under a key.
  func text(_ key: String) -> String? { item(key).flatMap { context.text($0) } }

  /// The number, share or dollars under a key.
  func number(_ key: String) -> Double? {
    let form = form(key)
    return item(key).flatMap { context.number($0, form) }
  }

  /// The number under a key, or a default with its source.
  func number(_ key: String, or fallback: Double, _ source: String) -> Double {
    note(key, plain(fallback), source)
    return number(key) ?? fallback
  }

  /// The whole number under a key.
  func whole(_ key: String) -> Int? {
    let form = form(key)
    return item(key).flatMap { context.whole($0, form) }
  }

  /// The whole number under a key, or a default with its source.
  func whole(_ key: String, or fallback: Int, _ source: String) -> Int {
    note(key, "\(fallback)", source)
    return whole(key) ?? fallback
  }

  /// The length of time under a key, in seconds.
  func duration(_ key: String) -> Double? {
    let form = form(key)
    return item(key).flatMap { context.duration($0, form) }
  }

  /// The length of time under a key in seconds, or a default with its source.
  func duration(_ key: String, or fallback: Double, _ source: String) -> Double {
    note(key, durationText(fallback), source)
    return duration(key) ?? fallback
  }

  /// The Boolean under a key, or a default with its source.
  func flag(_ key: String, or fallback: Bool, _ source: String) -> Bool {
    note(key, "\(fallback)", source)
    return item(key).flatMap { context.flag($0) } ?? fallback
  }

  /// The date under a key.
  func date(_ key: String) -> LocalDate? { item(key).flatMap { context.date($0) } }

  /// The word under a key.
  func choice<Value: RawRepresentable<String>>(_ key: String, as type: Value.Type) -> Value? {
    let form = form(key)
    return item(key).flatMap { context.choice($0, form, as: type) }
  }

  /// The word under a key, or a default with its source.
  func choice<Value: RawRepresentable<String>>(
    _ key: String, or fallback: Value, _ source: String
  ) -> Value {
    note(key, fallback.rawValue, source)
    return choice(key, as: Value.self) ?? fallback
  }

  /// The lengths of time under a key in seconds, by date.
  func durations(_ key: String) -> Dated<Double>? {
    let form = form(key)
    return item(key).flatMap { context.dated($0, form) { context.duration($0, form) } }
  }

  /// The numbers, shares or dollars under a key, by date.
  func dollars(_ key: String) -> Dated<Double>? {
    let form = form(key)
    return item(key).flatMap { context.dated($0, form) { context.number($0, form) } }
  }

  /// The dollars under a key by date, or a default with its source.
  func dollars(_ key: String, or fallback: Double, _ source: String) -> Dated<Double> {
    note(key, plain(fallback), source)
    return dollars(key) ?? Dated(fallback)
  }

  /// The object under a key.
  func object(_ key: String) -> ObjectReader? {
    guard case .object(let table) = form(key) else {
      preconditionFailure("\(key) of \(table.subject) is no object")
    }
    return item(key).flatMap { ObjectReader($0, table, context) }
  }

  /// The elements of the list under a key, at least one; nothing when it is absent or no list.
  func list(_ key: String) -> [Item]? {
    item(key).flatMap { context.elements($0, form(key)) }
  }

  /// The texts of the list under a key, each once.
  func texts(_ key: String) -> [(text: String, item: Item)]? {
    guard let elements = list(key) else { return nil }
    var found: [(text: String, item: Item)] = []
    for element in elements {
      guard let text = context.text(element) else { continue }
      if found.contains(where: { $0.text == text }) {
        context.report(
          .duplicateName, element, "\(element.words) is here twice", "Write each one once")
      } else {
        found.append((text, element))
      }
    }
    return found.count == elements.count ? found : nil
  }
}
