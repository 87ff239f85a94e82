/// A spec that `caseload new` writes: the shipped scenarios, built into the program.
///
/// The files under `Specs` are links to `scenarios/`, so that each exists once; the build reads them into the
/// program, which needs no other file where it is installed.
public struct SpecTemplate: Sendable {
  /// The name by which it is asked for.
  public var name: String
  /// What it is, in a line.
  public var summary: String
  /// The spec.
  public var bytes: [UInt8]

  /// Every template, the smallest first.
  public static var all: [SpecTemplate] {
    [
      SpecTemplate(
        name: "plain-rate", summary: "one line at a plain rate: no claims, no history",
        bytes: PackageResources.plain_rate_json),
      SpecTemplate(
        name: "plain-queue", summary: "for simulate: calls, chats and cases with fixed people",
        bytes: PackageResources.plain_queue_json),
      SpecTemplate(
        name: "retail-high-volume", summary: "store calls moved to a central line, with a menu",
        bytes: PackageResources.retail_high_volume_json),
      SpecTemplate(
        name: "independent-reimbursement",
        summary: "rejects, resubmissions and payer calls of small stores",
        bytes: PackageResources.independent_reimbursement_json),
      SpecTemplate(
        name: "specialty-journey",
        summary: "authorization, financial assistance, education, adherence",
        bytes: PackageResources.specialty_journey_json),
      SpecTemplate(
        name: "pbm-client-reporting",
        summary: "reports, invoices, disputes and mail of many client accounts",
        bytes: PackageResources.pbm_client_reporting_json),
      SpecTemplate(
        name: "pbm-prior-auth-appeals",
        summary: "prior authorizations, appeals and calls under regulatory clocks",
        bytes: PackageResources.pbm_prior_auth_appeals_json),
      SpecTemplate(
        name: "outsourced-omnichannel",
        summary: "five channels, two languages, evenings and a winter surge",
        bytes: PackageResources.outsourced_omnichannel_json),
      SpecTemplate(
        name: "mail-order-january",
        summary: "a 120,000-member plan joins a mail-order pharmacy on January 1st",
        bytes: PackageResources.mail_order_january_json),
    ]
  }
}
