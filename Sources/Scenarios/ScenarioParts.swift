import LocatedJSON
import Quantities

/// The keys of a spec that an alternative may change.
let patchableKeys = ["queues", "pools", "members", "clients", "outcomes"]

/// The parts of a spec that an alternative may change.
struct ScenarioParts {
  var queues: [QueueSpec]
  var pools: [PoolSpec]
  var members: MembersSpec?
  var outcomes: [OutcomeSpec]
  var clients: [ClientSpec]
  /// Canonical text of queues and members: equal when the work is.
  var workDigest: String
  /// Canonical text of pools: equal when those who do the work are.
  var peopleDigest: String
}

extension ReadingContext {
  /// Reads queues, pools, members, outcomes and clients; nothing when a part cannot be read.
  func parts(_ root: Item) -> ScenarioParts? {
    let members = root.member("members").map { membersSpec($0) }
    let queues = named(root, "queues", example: queueKeys(.voice)) { queue($0, $1) }
    let pools = named(root, "pools", example: employeeKeys) { pool($0, $1) }
    guard let queues, let pools else { return nil }
    checkWork(root, queues: queues, pools: pools)
    checkTeaching(root, queues: queues, pools: pools)
    checkRouting(root, queues: queues, pools: pools)
    checkCycles(root, queues: queues)
    let outcomes = outcomeSpecs(root, queues: queues)
    let clients = clientSpecs(root, queues: queues)
    if case .some(.none) = members { return nil }
    let work = ["queues", "members"].map { root.value[$0]?.canonicalText ?? "null" }
    return ScenarioParts(
      queues: queues, pools: pools, members: members ?? nil, outcomes: outcomes, clients: clients,
      workDigest: work.joined(separator: ","),
      peopleDigest: root.value["pools"]?.canonicalText ?? "null")
  }

  /// Reads an object whose keys are names, in the order of the spec.
  private func named<Value>(
    _ root: Item, _ key: String, example: KeyTable, _ read: (String, Item) -> Value?
  ) -> [Value]? {
    // The absence of the whole is noted with the root's other keys.
    guard let item = root.member(key) else { return nil }
    guard let members = item.members else {
      reportKind(item, .named(example))
      return nil
    }
    guard !members.isEmpty else {
      report(.empty, item, "there are no \(key)", "Write \(ValueForm.named(example).words)")
      return nil
    }
    guard members.count <= 200 else {
      report(.outOfRange, item, "there are \(members.count) \(key)", "Write at most 200")
      return nil
    }
    var found: [Value] = []
    for (name, member) in members {
      guard isName(name, member) else { continue }
      if let value = read(name, member) { found.append(value) }
    }
    return found.count == members.count ? found : nil
  }

  /// Whether a key can be a name that reports print; notes it where it cannot.
  func isName(_ name: String, _ item: Item) -> Bool {
    if name.unicodeScalars.allSatisfy(\.isPrinted), !name.allSatisfy(\.isWhitespace),
      name.utf8.count <= 100
    {
      return true
    }
    report(
      .unreadableValue, item, atKey: true, "\(LocatedProblem.quoted(name)) is no name",
      "Write a name of 1 to 100 letters, without characters that do not print")
    return false
  }

  /// Notes queues that no pool works and steps whose requirements no pool has.
  private func checkWork(_ root: Item, queues: [QueueSpec], pools: [PoolSpec]) {
    for queue in queues {
      guard let place = root.member("queues")?.member(queue.name) else { continue }
      let workers = pools.flatMap { $0.asTaught }.filter { $0.skills.contains(queue.name) }
      guard !workers.isEmpty else {
        report(
          .missingPart, place, atKey: true, "no pool works this queue",
          "Add \(LocatedProblem.quoted(queue.name)) to the \"skills\" of a pool")
        continue
      }
      for (index, step) in queue.steps.enumerated() {
        let can = workers.contains { pool in step.requires.allSatisfy(pool.abilities.contains) }
        guard !can else { continue }
        let own = place.member("steps")?.elements?[index] ?? place
        let target = own.member("requires") ?? own
        let abilities = workers.flatMap(\.abilities)
        let missing = step.requires.filter { !abilities.contains($0) }
        let known = workers.flatMap { $0.has + [$0.country].compactMap(\.self) }
        report(
          .missingPart, target,
          "no pool with the skill \(LocatedProblem.quoted(queue.name)) has "
            + quotedList(missing.isEmpty ? step.requires : missing),
          "Add it to the \"has\" of a pool that works the queue"
            + (known.isEmpty || missing.isEmpty
              ? "" : "; its pools have \(quotedList(nearest(to: missing[0], among: known)))"))
      }
    }
  }

  /// Notes queues that a pool teaches and of which those who were taught could do no step.
  private func checkTeaching(_ root: Item, queues: [QueueSpec], pools: [PoolSpec]) {
    for pool in pools {
      guard let training = pool.crossTraining, let taught = pool.asTaught.last,
        let place = root.member("pools")?.member(pool.name)?.member("crossTraining")
      else { continue }
      for queue in queues where training.queues.contains(queue.name) {
        guard !queue.steps.contains(where: { $0.requires.allSatisfy(taught.abilities.contains) })
        else { continue }
        report(
          .missingPart, place.member("queues") ?? place,
          "the taught could do no step of \(LocatedProblem.quoted(queue.name)), which require "
            + quotedList(queue.steps.flatMap(\.requires)),
          "Add what they learn to \"has\" of \"crossTraining\"")
      }
    }
  }

  /// Notes queues that cause each other's work without end.
  ///
  /// With shares M the total work is (I − M)⁻¹ times the outside work, which is finite only when
  /// all pivots of I − M are positive.
  private func checkCycles(_ root: Item, queues: [QueueSpec]) {
    let count = queues.count
    let hasLinks = queues.contains { queue in
      queue.drivers.contains { if case .queue = $0.cause { true } else { false } }
    }
    guard hasLinks else { return }
    var matrix = (0..<count).map { row in (0..<count).map { $0 == row ? 1.0 : 0.0 } }
    for (row, queue) in queues.enumerated() {
      for driver in queue.drivers {
        guard case .queue(let name, let share) = driver.cause,
          let column = queues.firstIndex(where: { $0.name == name })
        else { continue }
        matrix[row][column] -= share
      }
    }
    for pivot in 0..<count {
      guard matrix[pivot][pivot] > 1e-9 else {
        guard let place = root.member("queues")?.member(queues[pivot].name) else { return }
        report(
          .contradiction, place.member("drivers") ?? place,
          "these queues cause each other's work without end",
          "Lower the \"share\" of a \"queue\" driver, so that going round once makes less than 1")
        return
      }
      for row in (pivot + 1)..<max(pivot + 1, count) {
        let factor = matrix[row][pivot] / matrix[pivot][pivot]
        if factor == 0 { continue }
        for column in pivot..<count { matrix[row][column] -= factor * matrix[pivot][column] }
      }
    }
  }
}

extension Unicode.Scalar {
  /// Whether a terminal or a report shows it and nothing else: no control, and no change of direction.
  var isPrinted: Bool { properties.generalCategory != .control && !properties.isBidiControl }
}
