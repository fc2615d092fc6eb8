import { html } from "lit";
import { BarController, BarElement, CategoryScale, Chart, LinearScale, Tooltip } from "chart.js";
import { PicketElement } from "./element.js";
import { WINDOWS } from "./filters.js";
import { number, slot } from "./format.js";
import { SEVERITIES, colour } from "./severity.js";

Chart.register(BarController, BarElement, CategoryScale, LinearScale, Tooltip);

/** New Observations over time, the worst at the bottom where they are easiest to compare. */
class TimelineChart extends PicketElement {
  static properties = { slots: { attribute: false }, window: { attribute: false } };

  connectedCallback() {
    super.connectedCallback();
    this.repaint = () => this.paint();
    window.addEventListener("picket-theme", this.repaint);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    window.removeEventListener("picket-theme", this.repaint);
    this.chart?.destroy();
    this.chart = undefined;
  }

  render() {
    return html`<section class="card timeline" aria-label="New Observations over time">
      <header>
        <h2 class="card-title">New Observations</h2>
        <div class="segments" role="group" aria-label="Window">
          ${WINDOWS.map(
            (each) => html`<button
              type="button"
              aria-pressed=${this.window === each}
              @click=${() => this.tell("filter", { window: each })}
            >
              ${each}
            </button>`,
          )}
        </div>
      </header>
      <div class="plot"><canvas role="img" aria-label=${this.inWords()}></canvas></div>
    </section>`;
  }

  /** The same for those who do not see it. */
  inWords() {
    if (!this.slots) {
      return "New Observations over time, loading";
    }
    const parts = SEVERITIES.map((severity) => [severity, this.sum(severity)])
      .filter(([, count]) => count > 0)
      .map(([severity, count]) => `${number(count)} ${severity}`);
    return `New Observations in the last ${this.window}: ${parts.join(", ") || "none"}`;
  }

  sum(severity) {
    return this.slots.reduce((sum, each) => sum + each[severity], 0);
  }

  updated() {
    if (this.slots) {
      this.paint();
    }
  }

  paint() {
    if (!this.chart) {
      this.chart = new Chart(this.querySelector("canvas"), {
        type: "bar",
        data: { labels: [], datasets: [] },
        options: this.options(),
      });
    }
    this.chart.data.labels = this.slots.map((each) => slot(each.start, this.window));
    this.chart.data.datasets = SEVERITIES.map((severity, index) => ({
      ...this.chart.data.datasets[index],
      label: severity,
      data: this.slots.map((each) => each[severity]),
      backgroundColor: colour(severity),
      stack: "all",
      barPercentage: 0.86,
      categoryPercentage: 0.94,
    }));
    this.paintScales();
    this.chart.update("none");
  }

  options() {
    return {
      responsive: true,
      maintainAspectRatio: false,
      animation: false,
      interaction: { mode: "index", intersect: false },
      scales: {
        x: {
          stacked: true,
          grid: { display: false },
          border: {},
          ticks: { maxTicksLimit: 8, maxRotation: 0, font: { size: 11 } },
        },
        y: {
          stacked: true,
          beginAtZero: true,
          suggestedMax: 4,
          grid: {},
          border: { display: false },
          ticks: { precision: 0, maxTicksLimit: 4, font: { size: 11 } },
        },
      },
      plugins: {
        tooltip: {
          filter: (item) => item.raw > 0,
          itemSort: (a, b) => a.datasetIndex - b.datasetIndex,
          boxWidth: 8,
          boxHeight: 8,
          boxPadding: 4,
        },
      },
    };
  }

  paintScales() {
    const { x, y } = this.chart.options.scales;
    x.ticks.color = colour("text-faint");
    y.ticks.color = colour("text-faint");
    x.border.color = colour("line");
    y.grid.color = colour("line");
    Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
  }
}

customElements.define("picket-timeline-chart", TimelineChart);
