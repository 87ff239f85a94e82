import LocatedJSON
import Quantities

/// What the work is for, counted beside its cost and never netted against it.
public struct OutcomeSpec: Equatable, Sendable {
  /// What is counted.
  public enum Count: String, Sendable, CaseIterable {
    /// Items that are late or hang up.
    case failed
    /// Items that are neither late nor hang up.
    case kept
    /// All items.
    case offered
  }
  /// The name for the report.
  public var name: String
  /// The queue whose items count.
  public var queue: String
  /// Which of them.
  public var count: Count
  /// What one of them means in the outcome's unit.
  public var each: Double
  /// The unit: `members`, `days of cash`.
  public var unit: String
  /// What one unit is worth; nothing when that is not said.
  public var dollarsEach: Double?
  /// Where the numbers come from.
  public var source: String
}

/// A client with what was promised to it.
public struct ClientSpec: Equatable, Sendable {
  /// A fee that is at risk.
  public struct Guarantee: Equatable, Sendable {
    /// The queue whose required goals are promised.
    public var queue: String
    /// Dollars for each goal and period that is missed.
    public var feeAtRisk: Double
  }
  /// The name, which queues give as their `client`.
  public var name: String
  /// Its members; positive.
  public var members: Double
  /// Its line of business, in words; may be empty.
  public var lineOfBusiness: String
  /// The fees at risk.
  public var guarantees: [Guarantee]
  /// Most that all of them cost over the horizon; nothing for no cap.
  public var cap: Double?
}

/// Keys of an outcome.
let outcomeKeys = KeyTable(
  "an outcome", noun: "outcome",
  [
    .required("name", .text, "A name for the report."),
    .required("queue", .text, "The queue whose items count; it has a goal."),
    .required("of", .choice(OutcomeSpec.Count.self), "Which of its items count."),
    .required(
      "each", .number(.from(-1e6, to: 1e6), example: "0.02"),
      "What one of them means in the unit: members who leave, days of cash."),
    .required("unit", .text, "The unit, such as members."),
    .optional("dollarsEach", .anyDollars, "What one unit is worth; shown apart from cost."),
    .required("source", .text, "Where the numbers come from."),
  ])

/// Keys of a fee at risk.
private let guaranteeKeys = KeyTable(
  "a guarantee",
  [
    .required("queue", .text, "The queue whose required goals are promised."),
    .required("feeAtRisk", .anyDollars, "Dollars for each goal and period that is missed."),
  ])

/// Keys of a client.
let clientKeys = KeyTable(
  "a client", noun: "acme",
  [
    .required("members", .number(.above(0, to: 1e9), example: "48000"), "Its members."),
    .optional("lineOfBusiness", .text, "Such as Medicare or commercial."),
    .optional("guarantees", .list(.object(guaranteeKeys)), "Fees at risk."),
    .optional("cap", .anyDollars, "Most that the guarantees cost over the horizon."),
  ])

extension ReadingContext {
  /// Reads the outcomes of a spec.
  func outcomeSpecs(_ root: Item, queues: [QueueSpec]) -> [OutcomeSpec] {
    var found: [OutcomeSpec] = []
    let all = root.member("outcomes").flatMap { elements($0, .list(.object(outcomeKeys))) }
    for element in all ?? [] {
      guard let inner = ObjectReader(element, outcomeKeys, self) else { continue }
      let (name, queue) = (inner.text("name"), inner.text("queue"))
      let (count, each) = (inner.choice("of", as: OutcomeSpec.Count.self), inner.number("each"))
      let (unit, source) = (inner.text("unit"), inner.text("source"))
      let dollars = inner.number("dollarsEach")
      if let name, found.contains(where: { $0.name == name }) {
        inner.report(
          .duplicateName, "name", "another outcome has this name", "Give each its own name")
      }
      guard let name, let queue, let count, let each, let unit, let source,
        isKnown(queue, inner, queues: queues)
      else { continue }
      found.append(
        OutcomeSpec(
          name: name, queue: queue, count: count, each: each, unit: unit, dollarsEach: dollars,
          source: source))
    }
    return found
  }

  /// Reads the clients of a spec, in its order.
  func clientSpecs(_ root: Item, queues: [QueueSpec]) -> [ClientSpec] {
    guard let item = root.member("clients") else { return [] }
    guard let members = item.members, !members.isEmpty else {
      reportKind(item, .named(clientKeys))
      return []
    }
    checkClients(root, known: members.map(\.name), queues: queues)
    return members.compactMap { name, member in
      guard isName(name, member), let inner = ObjectReader(member, clientKeys, self) else {
        return nil
      }
      let count = inner.number("members")
      let line = inner.text("lineOfBusiness") ?? ""
      let cap = inner.number("cap")
      let guarantees = inner.list("guarantees")?.compactMap { element -> ClientSpec.Guarantee? in
        guard let one = ObjectReader(element, guaranteeKeys, self) else { return nil }
        let (queue, fee) = (one.text("queue"), one.number("feeAtRisk"))
        guard let queue, let fee, isKnown(queue, one, queues: queues) else { return nil }
        return ClientSpec.Guarantee(queue: queue, feeAtRisk: fee)
      }
      return count.map {
        ClientSpec(
          name: name, members: $0, lineOfBusiness: line, guarantees: guarantees ?? [], cap: cap)
      }
    }
  }

  /// Whether a queue exists and promises something that can be counted.
  private func isKnown(_ queue: String, _ reader: ObjectReader, queues: [QueueSpec]) -> Bool {
    guard queueNames.contains(queue) else {
      reader.report(
        .unknownName, "queue", "there is no queue \(LocatedProblem.quoted(queue))",
        "The queues are, nearest first: \(quotedList(nearest(to: queue, among: queueNames)))")
      return false
    }
    if let spec = queues.first(where: { $0.name == queue }), spec.goals.isEmpty {
      reader.report(
        .missingPart, "queue", "the queue \(LocatedProblem.quoted(queue)) has no goal",
        "Add \"goals\" to it, or name another queue")
      return false
    }
    return true
  }

  private func checkClients(_ root: Item, known: [String], queues: [QueueSpec]) {
    for queue in queues where !queue.client.isEmpty && !known.contains(queue.client) {
      let place = root.member("queues")?.member(queue.name)?.member("client")
      report(
        .unknownName, place ?? root,
        "there is no client \(LocatedProblem.quoted(queue.client))",
        "The clients are, nearest first: \(quotedList(nearest(to: queue.client, among: known)))")
    }
  }
}
