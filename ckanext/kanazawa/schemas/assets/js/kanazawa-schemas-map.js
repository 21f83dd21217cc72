/* Draws the rows of a table on a map: clusters, points, shapes, and a list of what is in view.
 *
 * The libraries are fetched when the map comes into view, from this site. What a point holds
 * comes from the server as HTML in which all of the table's text is escaped; names are only
 * ever set as text.
 *
 * places - address of the points; record - address of row 0, the number is put in its place;
 * scripts, stylesheet - the libraries; tiles, attribution - base map, empty for none;
 * areas - [[name, west, south, east, north], …]; labels - of timetables; said - texts.
 */
this.ckan.module("kanazawa-schemas-map", function ($) {
  "use strict";
  var LISTED = 100;
  var MOST_ZOOM = 18;
  var STEPS = [5, 2, 1, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001];
  var loaded = {};

  function load(address) {
    loaded[address] = loaded[address] || new Promise(function (resolve, reject) {
      var script = document.createElement("script");
      script.src = address;
      script.onload = resolve;
      script.onerror = function () {
        delete loaded[address];
        reject(new Error(address));
      };
      document.head.appendChild(script);
    });
    return loaded[address];
  }

  function style(address) {
    if (!document.querySelector('link[href="' + address + '"]')) {
      var link = document.createElement("link");
      link.rel = "stylesheet";
      link.href = address;
      document.head.appendChild(link);
    }
  }

  function element(name, className, text) {
    var made = document.createElement(name);
    made.className = className;
    if (text !== undefined) {
      made.textContent = text;
    }
    return made;
  }

  return {
    options: {
      places: "", record: "", scripts: "", stylesheet: "", tiles: "", attribution: "",
      areas: [], labels: {}, said: {},
    },

    initialize: function () {
      var start = this._start.bind(this);
      this._seen = new IntersectionObserver(function (entries, observer) {
        if (entries.some(function (entry) { return entry.isIntersecting; })) {
          observer.disconnect();
          start();
        }
      });
      this._seen.observe(this.el[0]);
    },

    teardown: function () {
      this._seen.disconnect();
      if (this.map) {
        this.map.remove();
        this.map = null;
      }
    },

    _start: function () {
      style(this.options.stylesheet);
      var scripts = Promise.all(this.options.scripts.split(" ").map(load));
      var places = fetch(this.options.places).then(function (answer) {
        if (!answer.ok) {
          throw new Error(answer.status);
        }
        return answer.json();
      });
      Promise.all([scripts, places])
        .then(function (found) { this._draw(found[1]); }.bind(this))
        .catch(function () { this._note([this.options.said.failed]); }.bind(this));
    },

    _note: function (lines) {
      this.el.find("[data-note]").text(lines.join("\n")).prop("hidden", !lines.length);
    },

    _say: function (name, number) {
      return this.options.said[name].replace("{n}", number.toLocaleString());
    },

    _draw: function (places) {
      if (!document.contains(this.el[0])) {
        return; // Another filter was set meanwhile.
      }
      var said = this.options.said;
      var lines = [];
      if (!places.points.length && !places.shapes.length) { lines.push(said.nothing); }
      if (places.without) { lines.push(this._say("without", places.without)); }
      if (places.outside) { lines.push(this._say("outside", places.outside)); }
      if (places.more) { lines.push(said.more); }
      this._note(lines);
      this.texts = places.texts;
      this._makeMap();
      this._makeShapes(places.shapes);
      this._makePoints(places.points);
      this._fit(places);
      this.map.on("moveend", this._refresh, this);
      this._refresh();
    },

    _makeMap: function () {
      var still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
      this.map = L.map(this.el.find("[data-canvas]")[0], {
        zoomControl: false, attributionControl: false, maxZoom: MOST_ZOOM, minZoom: 4,
        zoomAnimation: !still, fadeAnimation: !still, markerZoomAnimation: !still, inertia: !still,
      });
      L.control.zoom({
        zoomInTitle: this.options.said.zoomIn, zoomOutTitle: this.options.said.zoomOut,
      }).addTo(this.map);
      L.control.scale({ imperial: false }).addTo(this.map);
      var credit = L.control.attribution({ prefix: false }).addTo(this.map);
      this.base = L.layerGroup().addTo(this.map);
      this.marks = L.layerGroup().addTo(this.map);
      if (this.options.tiles) {
        L.tileLayer(this.options.tiles, { maxZoom: MOST_ZOOM }).addTo(this.map);
        credit.addAttribution(element("span", "", this.options.attribution).innerHTML);
      }
    },

    _makeShapes: function (shapes) {
      var self = this;
      this.shapes = [];
      shapes.forEach(function (shape) {
        var layer = null;
        try {
          layer = L.geoJSON(shape[2], {
            style: function (feature) {
              var isLine = /LineString$/.test((feature.geometry || feature).type);
              return { className: "kz-map-shape" + (isLine ? " kz-map-route" : "") };
            },
            pointToLayer: function (_, place) {
              return L.circleMarker(place, { radius: 8, className: "kz-map-shape" });
            },
          });
        } catch (error) {
          return; // No geometry after all: the row stays in the table.
        }
        var bounds = layer.getBounds();
        if (!bounds.isValid()) {
          return;
        }
        layer.on("click", function (event) {
          self._open(shape[0], event.latlng, null);
        });
        layer.addTo(self.map);
        self.shapes.push({ id: shape[0], name: shape[1], bounds: bounds });
      });
    },

    _makePoints: function (points) {
      this.index = new Supercluster({ radius: 60, maxZoom: MOST_ZOOM - 1 });
      this.index.load(points.map(function (point) {
        return {
          type: "Feature",
          properties: { id: point[0], name: point[3] },
          geometry: { type: "Point", coordinates: [point[2], point[1]] },
        };
      }));
    },

    _fit: function (places) {
      var bounds = L.latLngBounds([]);
      places.points.forEach(function (point) { bounds.extend([point[1], point[2]]); });
      this.shapes.forEach(function (shape) { bounds.extend(shape.bounds); });
      if (!bounds.isValid()) {
        this.options.areas.forEach(function (area) {
          bounds.extend([[area[2], area[1]], [area[4], area[3]]]);
        });
      }
      this.map.fitBounds(bounds, { maxZoom: 16, padding: [24, 24], animate: false });
    },

    /* Draw anew what is in view. */
    _refresh: function () {
      var bounds = this.map.getBounds();
      var box = [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
      var focused = document.activeElement && document.activeElement.dataset.place;
      this.marks.clearLayers();
      this._drawBase(bounds);
      var found = this.index.getClusters(box, Math.round(this.map.getZoom()));
      found.forEach(this._mark, this);
      this._list(found, bounds);
      if (focused) {
        var again = this.el[0].querySelector('[data-place="' + focused + '"]');
        (again || this.map.getContainer()).focus({ preventScroll: true });
      }
    },

    _mark: function (feature) {
      var place = L.latLng(feature.geometry.coordinates[1], feature.geometry.coordinates[0]);
      var count = feature.properties.point_count;
      var size = count ? Math.min(32 + 8 * Math.log10(count), 64) : 28;
      var name = count
        ? this._say("cluster", count)
        : feature.properties.name || this.options.said.nameless;
      var marker = L.marker(place, {
        keyboard: true,
        title: name,
        icon: L.divIcon({
          className: count ? "kz-map-cluster" : "kz-map-point",
          iconSize: [size, size],
          html: element("span", "", count ? count.toLocaleString() : ""),
        }),
      });
      var act = function () {
        if (count) {
          var zoom = this.index.getClusterExpansionZoom(feature.properties.cluster_id);
          this.map.setView(place, Math.min(zoom, MOST_ZOOM));
          this.map.getContainer().focus({ preventScroll: true });
        } else {
          this._open(feature.properties.id, place, marker.getElement());
        }
      }.bind(this);
      marker.on("click", act);
      marker.on("keypress", function (event) {
        if (event.originalEvent.key === "Enter") {
          act();
        }
      });
      marker.addTo(this.marks);
      var icon = marker.getElement();
      icon.setAttribute("aria-label", name);
      icon.dataset.place = count ? "c" + feature.properties.cluster_id : "p" + feature.properties.id;
    },

    /* Without a base map: a grid with its degrees, and the names of the municipalities. */
    _drawBase: function (bounds) {
      this.base.clearLayers();
      if (this.options.tiles) {
        return;
      }
      var width = bounds.getEast() - bounds.getWest();
      // On narrow maps fewer lines, so that their degrees do not run into each other.
      var lines = Math.min(4, this.map.getSize().x / 160);
      var step = STEPS.find(function (each) { return width / each >= lines; }) || 0.001;
      var west = Math.floor(bounds.getWest() / step), east = Math.ceil(bounds.getEast() / step);
      var south = Math.floor(bounds.getSouth() / step), north = Math.ceil(bounds.getNorth() / step);
      for (var x = west; x <= east; x++) {
        this._line([[bounds.getSouth() - 1, x * step], [bounds.getNorth() + 1, x * step]]);
        this._degree([bounds.getNorth(), x * step], x * step, step, "kz-map-degree-east");
      }
      for (var y = south; y <= north; y++) {
        this._line([[y * step, bounds.getWest() - 1], [y * step, bounds.getEast() + 1]]);
        this._degree([y * step, bounds.getEast()], y * step, step, "kz-map-degree-north");
      }
      this.options.areas.forEach(function (area) {
        var label = L.divIcon({ className: "kz-map-area", html: element("span", "", area[0]) });
        L.marker([(area[2] + area[4]) / 2, (area[1] + area[3]) / 2], {
          icon: label, interactive: false, keyboard: false, zIndexOffset: -1000,
        }).addTo(this.base);
      }, this);
    },

    /* A degree beside its line, where the line meets the frame. */
    _degree: function (place, degrees, step, name) {
      var digits = Math.max(0, Math.ceil(-Math.log10(step)));
      var text = element("span", "", degrees.toFixed(digits) + "°");
      var icon = L.divIcon({ className: "kz-map-degree " + name, iconSize: [0, 0], html: text });
      L.marker(place, { icon: icon, interactive: false, keyboard: false, zIndexOffset: -1000 })
        .addTo(this.base);
    },

    _line: function (places) {
      L.polyline(places, { className: "kz-map-grid", interactive: false }).addTo(this.base);
    },

    /* The names of what is in view, to be read and opened without seeing the map. */
    _list: function (found, bounds) {
      var names = [];
      var total = 0;
      found.forEach(function (feature) {
        var count = feature.properties.point_count;
        total += count || 1;
        var inside = count
          ? this.index.getLeaves(feature.properties.cluster_id, Math.max(LISTED - names.length, 0))
          : [feature];
        inside.forEach(function (point) {
          var place = point.geometry.coordinates;
          names.push({
            id: point.properties.id, name: point.properties.name, at: L.latLng(place[1], place[0]),
          });
        });
      }, this);
      this.shapes.forEach(function (shape) {
        if (bounds.intersects(shape.bounds)) {
          total += 1;
          names.push({ id: shape.id, name: shape.name, at: shape.bounds.getCenter() });
        }
      });
      this.el.find("[data-inside]").text(this._say("inside", total));
      var list = this.el.find("[data-list]").empty();
      names.slice(0, LISTED).forEach(function (each) { list.append(this._item(each)); }, this);
      if (total > LISTED) {
        list.append(element("li", "", this._say("listed", LISTED)));
      }
    },

    _item: function (each) {
      var button = element("button", "kz-link-button", each.name || this.options.said.nameless);
      button.type = "button";
      button.dataset.place = "l" + each.id;
      button.addEventListener("click", this._open.bind(this, each.id, each.at, button));
      var item = element("li", "");
      item.appendChild(button);
      return item;
    },

    /* Put what is known of a place into the box of its popup. */
    _fill: function (box, id, address) {
      if (this.texts) {
        var record = element("dl", "");
        (this.texts[id] || []).forEach(function (pair) {
          var row = element("div", "");
          var label = this.options.labels[pair[0]] || pair[0];
          row.append(element("dt", "", label), element("dd", "", pair[1]));
          record.append(row);
        }, this);
        var outer = element("div", "kz-record");
        outer.append(record);
        box.append(outer);
        return Promise.resolve();
      }
      return fetch(address)
        .then(function (answer) {
          if (!answer.ok) {
            throw new Error(answer.status);
          }
          return answer.text();
        })
        .then(function (html) {
          box.innerHTML = html; // Escaped by the template that made it.
        });
    },

    /* Show what a row holds; the focus goes there, and back when it is closed. */
    _open: function (id, place, opener) {
      var address = this.options.record.replace(/\/0(?=$|\?)/, "/" + id);
      var box = element("div", "kz-map-popup");
      var back = opener && opener.dataset.place;
      var root = this.el[0];
      box.tabIndex = -1;
      this._fill(box, id, address)
        .then(function () {
          var popup = L.popup({
            maxWidth: 320, maxHeight: 280, closeButton: true, autoClose: true, closeOnEscapeKey: true,
          }).setLatLng(place).setContent(box).openOn(this.map);
          var close = popup.getElement().querySelector(".leaflet-popup-close-button");
          close.setAttribute("aria-label", this.options.said.close);
          // Leaflet hears the key only while the map itself has the focus.
          popup.getElement().addEventListener("keydown", function (event) {
            if (event.key === "Escape") {
              popup.close();
            }
          });
          popup.once("remove", function () {
            var again = back && root.querySelector('[data-place="' + back + '"]');
            if (again) {
              again.focus({ preventScroll: true });
            }
          });
          box.focus({ preventScroll: true });
        }.bind(this))
        .catch(function () { this._note([this.options.said.failed]); }.bind(this));
    },
  };
});
