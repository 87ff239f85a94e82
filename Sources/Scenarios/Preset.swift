import LocatedJSON

/// Keys of a queue that a rule or a common contract sets, with where it comes from.
///
/// A preset stands behind the queue's own keys: whatever the queue says itself holds.
public struct Preset: Sendable {
  /// The name by which a spec asks for it.
  public var name: String
  /// The kinds of queue that it is for.
  public var kinds: [QueueSpec.Kind]
  /// The rule or document, and how sure its figures are.
  public var source: String
  /// Since when it holds, as year or date.
  public var effective: String
  /// The queue's keys as JSON.
  public var keys: String

  /// Every preset, in the order in which messages name them.
  public static let all: [Preset] = [
    Preset(
      name: "cms-part-d-enrollee", kinds: [.voice],
      source:
        "42 CFR 423.128(d)(1) as cited by a plan in 2025 for 80 % within 30 s; CMS monitoring "
        + "summaries for a mean hold of two minutes; 8-20 on seven days is the rule for October to March, "
        + "taken for the whole year; check before use",
      effective: "2025",
      keys: enrolleeLine(hours: "daily 08:00-20:00")),
    Preset(
      name: "cms-part-d-pharmacy-desk", kinds: [.voice],
      source:
        "the pharmacy help desk is open round the clock; the same goals as the enrollee line; "
        + "practice, check before use",
      effective: "2025",
      keys: enrolleeLine(hours: "daily 00:00-24:00")),
    Preset(
      name: "urac", kinds: [.voice, .chat],
      source:
        "URAC and client contracts cap caller abandonment at 5 %; the queue needs \"patience\"",
      effective: "2024",
      keys: """
        { "goals": [ { "measure": "abandonment", "share": 0.05, "over": "month", "required": true } ] }
        """),
    Preset(
      name: "cms-coverage-determination", kinds: [.case, .journey],
      source:
        "cms.gov: 72 hours from receipt, or from the prescriber's statement for an exception; no "
        + "share of late ones is allowed, so that 0.995 is a choice for planning",
      effective: "2024", keys: deadline("72h")),
    Preset(
      name: "cms-coverage-determination-expedited", kinds: [.case, .journey],
      source:
        "cms.gov: 24 hours from receipt, or from the prescriber's statement for an exception; no "
        + "share of late ones is allowed, so that 0.995 is a choice for planning",
      effective: "2024", keys: deadline("24h")),
    Preset(
      name: "cms-redetermination", kinds: [.case, .journey],
      source: "42 CFR 423.590: 7 days from receipt; 0.995 is a choice for planning",
      effective: "2024", keys: deadline("7d")),
    Preset(
      name: "cms-redetermination-expedited", kinds: [.case, .journey],
      source: "42 CFR 423.590: 72 hours from receipt; 0.995 is a choice for planning",
      effective: "2024", keys: deadline("72h")),
  ]

  /// A Part D line at given hours: 80 % within 30 s and a mean hold of two minutes.
  private static func enrolleeLine(hours: String) -> String {
    """
    { "hours": "\(hours)", "openOnHolidays": true, "goals": [
      { "measure": "serviceLevel", "within": "30s", "share": 0.8, "definition": "offered",
        "over": "month", "required": true },
      { "measure": "speedOfAnswer", "within": "2m", "over": "month", "required": true } ] }
    """
  }

  /// A regulatory clock: it runs from receipt through nights, weekends and holidays.
  private static func deadline(_ within: String) -> String {
    """
    { "goals": [ { "measure": "deadline", "classes": [{ "share": 1, "within": "\(within)" }],
        "clock": "calendar", "met": 1.0, "planningProbability": 0.995, "required": true } ] }
    """
  }
}

/// What a queue may ask for under `preset`.
let presetForm = ValueForm.either([
  .choice(Preset.all.map(\.name)), .list(.choice(Preset.all.map(\.name))),
])

extension ReadingContext {
  /// A queue with the keys of its presets behind its own; several presets' goals add up.
  ///
  /// What comes from a preset stands at the place where the queue asks for it.
  func withPresets(_ item: Item, kind: QueueSpec.Kind) -> Item {
    guard let place = item.member("preset"), let own = item.value.members else { return item }
    let names = place.elements ?? [place]
    if names.isEmpty {
      report(.empty, place, "the list is empty", "Name a preset, or leave the key out")
    }
    var added: [LocatedMember] = []
    for name in names {
      guard let word = text(name) else { continue }
      guard let preset = Preset.all.first(where: { $0.name == word }) else {
        report(
          .unknownWord, name, "there is no preset \(name.words)",
          "Write one of these, nearest first: "
            + quotedList(nearest(to: word, among: Preset.all.map(\.name))))
        continue
      }
      guard preset.kinds.contains(kind) else {
        report(
          .contradiction, name, "the preset \(name.words) is not for a \(kind.rawValue) queue",
          "Use it in a queue of kind \(quotedList(preset.kinds.map(\.rawValue)))")
        continue
      }
      for member in preset.members(at: name.value.position)
      where !own.contains(where: { $0.key == member.key && !$0.value.isNull }) {
        note(
          item.path.key(member.key), member.value.canonicalText,
          "preset \(preset.name), \(preset.effective): \(preset.source)")
        guard let known = added.firstIndex(where: { $0.key == member.key }) else {
          added.append(member)
          continue
        }
        if let before = added[known].value.elements, let more = member.value.elements {
          added[known].value.kind = .array(before + more)
        }
      }
    }
    var found = item
    let kept = own.filter { member in !added.contains { $0.key == member.key } }
    found.value.kind = .object(kept + added)
    return found
  }
}

extension Preset {
  /// The keys with one place for all of them.
  fileprivate func members(at place: Position) -> [LocatedMember] {
    func moved(_ value: LocatedValue) -> LocatedValue {
      switch value.kind {
      case .array(let elements): LocatedValue(.array(elements.map(moved)), at: place)
      case .object(let members):
        LocatedValue(
          .object(
            members.map { LocatedMember(key: $0.key, keyPosition: place, value: moved($0.value)) }),
          at: place)
      default: LocatedValue(value.kind, at: place)
      }
    }
    do {
      let root = try LocatedDocument(parsing: Array(keys.utf8), file: name).root
      return moved(root).members ?? []
    } catch {
      preconditionFailure("the preset \(name) is no JSON: \(error)")
    }
  }
}
