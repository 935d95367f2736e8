/* What every map of the product shares: geometry by URL, lines, labels and the frame. Of the assets only map*.js and
   trace_map.js know MapLibre. Dash loads assets in the order of their names, and this one's comes before map.js. */
(function () {
  "use strict";

  const INK = "#1b2430", LINE = "#8593a3", EMPTY = { type: "FeatureCollection", features: [] };

  function fetchJson(url) {
    return fetch(url).then((answer) => {
      if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
      return answer.json();
    });
  }

  function line(id, source, colour, width, extra) {
    return Object.assign({ id, type: "line", source, layout: { "line-join": "round" }, paint: { "line-color": colour, "line-width": width } }, extra);
  }

  function label(id, kind, size, extra) {
    return Object.assign({
      id, type: "symbol", source: "names", filter: ["==", ["get", "kind"], kind],
      layout: { "text-field": ["get", "name"], "text-size": size, "text-font": ["sans-serif"], "text-max-width": 7, "text-padding": 3 },
      paint: { "text-color": INK, "text-halo-color": "rgba(255,255,255,0.85)", "text-halo-width": 1.4 },
    }, extra);
  }

  /** Tiles beyond zoom 9 (10 m a unit) would only be more of them to cut when the reader zooms to a district. */
  function geojson(data) { return { type: "geojson", data, maxzoom: 9, tolerance: 0.2, buffer: 16 }; }

  function namesOf(collection, kind) {
    return collection.features.map(({ properties: { name, x, y } }) => (
      { type: "Feature", properties: { name, kind }, geometry: { type: "Point", coordinates: [x, y] } }
    ));
  }

  const districtLines = () => line("district-lines", "districts", INK, 1.2, { paint: { "line-color": INK, "line-width": 1.2, "line-opacity": 0.75 } });
  const communeNames = () => label("commune-names", "commune", 11, { minzoom: 10.4 });
  const districtNames = () => label("district-names", "district", 13, {
    maxzoom: 12,
    layout: { "text-field": ["get", "name"], "text-size": ["interpolate", ["linear"], ["zoom"], 7.5, 11, 9, 13], "text-font": ["sans-serif"], "text-max-width": 6, "text-padding": 0 },
  });

  /** A flat map of the province with zoom buttons and a scale. */
  function make(maplibre, boot, options) {
    const map = new maplibre.Map(Object.assign({
      bounds: boot.bounds, fitBoundsOptions: { padding: 16 },
      dragRotate: false, pitchWithRotate: false, touchPitch: false, renderWorldCopies: false, fadeDuration: 0,
      minZoom: 6.5, maxZoom: 15, attributionControl: false, locale: boot.words.controls,
    }, options));
    map.touchZoomRotate.disableRotation();
    map.addControl(new maplibre.NavigationControl({ showCompass: false }), "top-right");
    map.addControl(new maplibre.ScaleControl({ unit: "metric" }), "bottom-right");
    return map;
  }

  window.dichteMapBase = { INK, LINE, EMPTY, fetchJson, line, label, geojson, namesOf, districtLines, communeNames, districtNames, make };
})();
