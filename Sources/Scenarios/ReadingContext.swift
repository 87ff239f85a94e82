import LocatedJSON
import Quantities

/// A value of the spec with its place and path.
struct Item {
  var value: LocatedValue
  var path: JSONPath
  /// The key's place when the value is a member of an object.
  var keyPosition: Position?

  /// The elements of an array with their paths.
  var elements: [Item]? {
    value.elements?.enumerated().map { Item(value: $1, path: path.index($0)) }
  }

  /// The members of an object with their names and paths.
  var members: [(name: String, item: Item)]? {
    value.members?.map {
      ($0.key, Item(value: $0.value, path: path.key($0.key), keyPosition: $0.keyPosition))
    }
  }

  /// The member under a key, unless it is absent or `null`.
  func member(_ key: String) -> Item? {
    guard let member = value.member(key), !member.value.isNull else { return nil }
    return Item(value: member.value, path: path.key(key), keyPosition: member.keyPosition)
  }

  /// Whether this is a pool whose people are given and not planned.
  var hasFixedPeople: Bool { member("agents") != nil || member("shifts") != nil }

  /// The place and path for messages of other stages: `peak.json:14:32 $.queues.voice`.
  var location: String { "\(value.position) \(path)" }

  /// The value in words for a message.
  var words: String {
    switch value.kind {
    case .null: "null"
    case .bool(let value): value ? "true" : "false"
    case .number(let number): LocatedProblem.excerpt(number.text)
    case .string(let text): LocatedProblem.quoted(text)
    case .array: "this array"
    case .object: "this object"
    }
  }

  /// The value with its kind, as a sentence: `"0.8" is a string`.
  var kindSentence: String {
    switch value.kind {
    case .null: "null is no value"
    case .bool: "\(words) is a Boolean"
    case .number: "\(words) is a number"
    case .string: "\(words) is a string"
    case .array: "this is an array"
    case .object: "this is an object"
    }
  }
}

/// Collects what is found while one version of a spec is read, and knows what its parts refer to.
final class ReadingContext {
  private(set) var problems: [LocatedProblem] = []
  private(set) var warnings: [LocatedProblem] = []
  private(set) var defaults: [DefaultValue] = []
  /// Values that were estimated from data.
  var estimates: [EstimatedValue] = []
  /// What the spec is read for.
  let use: ScenarioReader.Use
  /// The names of all queues, whether or not they can be read.
  let queueNames: [String]
  /// The names of all pools, whether or not they can be read.
  let poolNames: [String]
  /// Whether the people are fixed, so that the work is simulated and nothing is planned.
  let isPlain: Bool
  let hasClaims: Bool
  let hasClaimsMembers: Bool
  let hasMembers: Bool
  let hasCalendar: Bool
  /// The horizon, once it has been read.
  var calendar: CalendarSpec?
  /// The seed of the spec, once it has been read.
  var seed: UInt64 = 1

  init(root: LocatedValue, use: ScenarioReader.Use) {
    self.use = use
    let whole = Item(value: root, path: .root)
    queueNames = whole.member("queues")?.members?.map(\.name) ?? []
    let pools = whole.member("pools")?.members ?? []
    poolNames = pools.map(\.name)
    isPlain =
      use == .simulate || (use == .any && pools.contains { $0.item.hasFixedPeople })
    hasClaims = whole.member("claims") != nil
    hasClaimsMembers = whole.member("claims")?.member("members") != nil
    hasMembers = whole.member("members") != nil
    hasCalendar = whole.member("calendar") != nil
  }

  /// Whether so many problems are known that more help nobody.
  var isFull: Bool { problems.count >= 1000 }

  /// Notes a problem at a value, or at its key; not more than 1000 in all.
  func report(
    _ code: LocatedProblem.Code, _ item: Item, atKey: Bool = false, _ problem: String,
    _ remedy: String
  ) {
    guard !isFull else { return }
    let position = atKey ? item.keyPosition ?? item.value.position : item.value.position
    problems.append(
      LocatedProblem(code, at: position, path: item.path, problem: problem, remedy: remedy))
  }

  /// Notes a doubt at a value.
  func warn(_ item: Item, _ problem: String, _ remedy: String) {
    warnings.append(
      LocatedProblem(
        .doubtful, at: item.value.position, path: item.path, problem: problem, remedy: remedy))
  }

  /// Notes a default.
  func note(_ path: JSONPath, _ value: String, _ source: String) {
    defaults.append(DefaultValue(path: path.description, value: value, source: source))
  }

  /// Takes over a problem of an alternative.
  func adopt(_ problem: LocatedProblem) { if !isFull { problems.append(problem) } }

  /// Takes over a doubt of an alternative.
  func adoptWarning(_ warning: LocatedProblem) { warnings.append(warning) }

  /// Takes over a default of an alternative.
  func adoptDefault(_ value: DefaultValue) { defaults.append(value) }

  /// Notes that a value is of the wrong kind.
  func reportKind(_ item: Item, _ form: ValueForm) {
    if case .dated = form {
    } else if let first = item.elements?.first, first.member("from") != nil {
      report(
        .notBuilt, item, "values by date are not built for this key",
        "Write one value: \(form.words), such as \(form.example)")
      return
    }
    report(.wrongType, item, item.kindSentence, remedy(form))
  }

  /// Notes that a value is outside its range.
  func reportRange(_ item: Item, _ form: ValueForm) {
    report(.outOfRange, item, "\(item.words) is out of range", remedy(form))
  }

  /// Notes text that cannot be read.
  func reportText(_ item: Item, _ form: ValueForm) {
    report(.unreadableValue, item, "\(item.words) cannot be read", remedy(form))
  }

  private func remedy(_ form: ValueForm) -> String {
    switch form {
    case .choice, .flag, .text: "Write \(form.words)"
    default: "Write \(form.words), such as \(form.example)"
    }
  }
}
