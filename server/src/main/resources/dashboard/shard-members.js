import { html } from "lit";
import { PicketElement } from "./element.js";
import { exact, number } from "./format.js";
import * as icons from "./icons.js";
import { gone, held, silence, status } from "./shard-words.js";

/** Who the members are and what each has; tells "drain", "undrain" and "light" with a member. */
class ShardMembers extends PicketElement {
  static properties = { shards: { attribute: false }, colours: { attribute: false } };

  render() {
    return html`<section class="card members-card" aria-label="Members">
      <table class="members">
        <thead>
          <tr>
            <th scope="col">Member</th>
            <th scope="col" class="col-status">Status</th>
            <th scope="col" class="col-partitions">Partitions</th>
            <th scope="col" class="col-address">Address</th>
            <th scope="col" class="col-silent" title="Since its Lease was seen renewed">Silent for</th>
            <th scope="col" class="col-action"><span class="visually-hidden">Action</span></th>
          </tr>
        </thead>
        <tbody>
          ${[...this.shards.members, ...gone(this.shards)].map((each) => this.row(each))}
        </tbody>
      </table>
    </section>`;
  }

  row(member) {
    const { id } = member;
    return html`<tr
      data-member=${id}
      @pointerenter=${() => this.tell("light", id)}
      @pointerleave=${() => this.tell("light", undefined)}
      @focusin=${() => this.tell("light", id)}
      @focusout=${() => this.tell("light", undefined)}
    >
      <td class="cell-member">
        <div class="member-line">
          <span class="swatch" data-colour=${this.colours.of(id)}></span>
          <span class="member-id" title=${member.joinedAt ? `Joined ${exact(member.joinedAt)}` : id}>${id}</span>
          ${id === this.shards.coordinator
            ? html`<span class="badge crown" title="It commits the shard map">
                ${icons.crown} coordinator
              </span>`
            : ""}
          ${id === this.shards.self
            ? html`<span class="badge" title="You see the group as it does">this server</span>`
            : ""}
        </div>
      </td>
      <td class="cell-status">
        <span class="state" data-status=${status(member)}>${status(member)}</span>
      </td>
      <td class="cell-partitions">${this.partitions(member)}</td>
      <td class="cell-address">${member.address || "–"}</td>
      <td class="cell-silent" data-label="Silent for">${member.status === "gone" ? "–" : silence(member.silentForSeconds)}</td>
      <td class="cell-action">${this.action(member)}</td>
    </tr>`;
  }

  partitions(member) {
    const parts = [
      member.draining > 0 ? `${number(member.draining)} going` : "",
      member.incoming > 0 ? `${number(member.incoming)} coming` : "",
    ].filter(Boolean);
    return html`<span class="count">${number(held(member))}</span>
      ${parts.length > 0 ? html`<span class="on-the-move">${parts.join(", ")}</span>` : ""}
      <span class="ranges one-line" title=${member.ranges}>${member.ranges || "none"}</span>`;
  }

  action(member) {
    if (member.status === "drained") {
      return html`<button
        type="button"
        class="button"
        aria-label="Take back the drain of ${member.id}"
        @click=${() => this.tell("undrain", member)}
      >
        Take back
      </button>`;
    }
    return member.status === "active"
      ? html`<button
          type="button"
          class="button"
          aria-label="Drain ${member.id}"
          @click=${() => this.tell("drain", member)}
        >
          Drain…
        </button>`
      : "";
  }
}

customElements.define("picket-shard-members", ShardMembers);
